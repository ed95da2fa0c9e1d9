import type { PortalLead } from '../../../api/operations.ts';
import { Card } from '../../../parts/page.tsx';
import { prospects } from './texts.ts';
import { answerText } from './words.ts';

/** What was answered to the form. */
export const Answers = ({ fields }: { readonly fields: PortalLead['fields'] }) => (
  <Card title={prospects.t.answers}>
    <dl class="facts">
      {fields
        .filter(({ hidden }) => !hidden)
        .map((field) => (
          <div key={field.field_key} class="fact">
            <dt>{field.name}</dt>
            <dd>{answerText(field)}</dd>
          </div>
        ))}
    </dl>
  </Card>
);
