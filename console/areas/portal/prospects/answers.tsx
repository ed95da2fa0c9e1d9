import type { PortalLead } from '../../../api/operations.ts';
import { When } from '../../../parts/figures.tsx';
import { FormAnswers } from '../../../parts/form-answers.tsx';
import { Card } from '../../../parts/page.tsx';
import { prospects } from './texts.ts';

/** What was answered to the form. */
export const Answers = ({ fields }: { readonly fields: PortalLead['fields'] }) => (
  <Card title={prospects.t.answers}>
    <FormAnswers of={fields.filter(({ hidden }) => !hidden)} />
  </Card>
);

/** When the partner last corrected it; nothing where it never did. */
export const Edited = ({ of }: { readonly of: Pick<PortalLead, 'edited_at'> }) =>
  of.edited_at === null ? null : (
    <p class="muted small">
      {prospects.t.editedAt}: <When at={of.edited_at} style="minute" />
    </p>
  );
