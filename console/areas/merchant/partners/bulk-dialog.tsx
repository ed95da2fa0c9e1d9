import { useState } from 'preact/hooks';
import type { Partnership } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { BulkDialog } from '../../../parts/bulk/dialog.tsx';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { optionsOf, useGroups, useTags } from '../../../parts/definitions.ts';
import { SelectField, TextAreaField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { nameOf } from '../../../parts/partner-name.tsx';
import { outcomeText } from '../../../parts/refusals.ts';
import { type Act, type ActValues, actOnAll } from './bulk-acts.ts';
import { BulkReport, type Reported } from './bulk-report.tsx';
import { partners } from './texts.ts';

interface PartnersDialogProps {
  readonly act: Act;
  readonly to: readonly Partnership[];
  /** `changed`: something was done, so that the list is another one. */
  readonly close: (changed: boolean) => void;
}

const wrongIn = (act: Act, { group, tags }: ActValues): Readonly<Record<string, string>> => {
  const { missing } = parts.t.form;
  if (act === 'move' && group === '') return { group: missing };
  if ((act === 'tag' || act === 'untag') && tags.length === 0) return { tags: missing };
  return {};
};

/** Does something to many partners: asks what, shows how far it is, and reports what became of each. */
export const PartnersDialog = ({ act, to, close }: PartnersDialogProps) => {
  const { t } = partners;
  const [groups, tags] = [useGroups(), useTags()];
  const [done, setDone] = useState<number>();
  const [report, setReport] = useState<readonly Reported[]>();
  const form = useForm<ActValues>({
    initial: { group: '', tags: [], reason: '' },
    guard: false,
    check: (values) => wrongIn(act, values),
    send: async (values) => {
      setDone(0);
      try {
        const outcomes = await actOnAll(act, values, to, setDone);
        const names = new Map(to.map((partner) => [partner.key, nameOf(partner)]));
        setReport(
          outcomes.map(({ partnership, result, error }) => ({
            key: partnership,
            name: names.get(partnership) ?? partnership,
            result,
            why: error === null ? '' : outcomeText(error),
          })),
        );
      } catch (thrown) {
        setDone(undefined);
        throw thrown;
      }
    },
  });
  const leave = (): void => close(report !== undefined || (done ?? 0) > 0);
  const { ask, text, action } = t.acts[act];
  return (
    <BulkDialog
      title={ask(to.length)}
      working={t.working}
      done={done}
      total={to.length}
      report={report === undefined ? undefined : <BulkReport of={report} />}
      leave={leave}
    >
      <Form form={form} action={action} cancel={leave} hurts={act === 'deactivate'}>
        <p>{text}</p>
        {act === 'move' ? (
          <SelectField
            {...form.field('group', 'group_key')}
            label={t.group}
            required
            options={[{ value: '', title: t.chooseGroup }, ...optionsOf(groups.data)]}
          />
        ) : null}
        {act === 'tag' || act === 'untag' ? (
          <ChoiceField {...form.field('tags')} label={t.tags} required options={optionsOf(tags.data)} />
        ) : null}
        {act === 'deactivate' ? (
          <TextAreaField {...form.field('reason')} label={t.reason} hint={t.reasonHint} rows={2} />
        ) : null}
      </Form>
    </BulkDialog>
  );
};
