import type { PortalLead } from '../../../api/operations.ts';
import { FormAnswers } from '../../../parts/form-answers.tsx';
import { Card } from '../../../parts/page.tsx';
import { prospects } from './texts.ts';

/** What was answered to the form. */
export const Answers = ({ fields }: { readonly fields: PortalLead['fields'] }) => (
  <Card title={prospects.t.answers}>
    <FormAnswers of={fields.filter(({ hidden }) => !hidden)} />
  </Card>
);
