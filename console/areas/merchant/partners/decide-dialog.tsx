import { useState } from 'preact/hooks';
import type { Application } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { inBatches } from '../../../parts/batches.ts';
import { Button } from '../../../parts/button.tsx';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { optionsOf, useGroups, useTags } from '../../../parts/definitions.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { SelectField, TextAreaField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { nameOf } from '../../../parts/partner-name.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { outcomeText } from '../../../parts/refusals.ts';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { BulkReport, type Reported } from './bulk-report.tsx';
import { partners, requests } from './texts.ts';

interface DecideDialogProps {
  readonly decision: 'approved' | 'rejected';
  readonly of: readonly Application[];
  readonly close: (changed: boolean) => void;
}

interface Values {
  /** Empty: each in the group that it is for. */
  readonly group: string;
  readonly tags: readonly string[];
  readonly reason: string;
}

const SIZE = 10;

const decide = async (
  decision: DecideDialogProps['decision'],
  { group, tags, reason }: Values,
  applications: readonly Application[],
): Promise<readonly Reported[]> => {
  const { decided, refused } = await api.patch('/v2/applications/decision', {
    body: {
      decision,
      applications: applications.map(({ key }) => key),
      ...(decision === 'approved'
        ? { ...(group === '' ? {} : { group_key: group }), ...(tags.length === 0 ? {} : { tags }) }
        : reason.trim() === ''
          ? {}
          : { reason: reason.trim() }),
    },
  });
  return applications.map((application): Reported => {
    const { key } = application;
    const why = refused.find((each) => each.key === key);
    return {
      key,
      name: nameOf(application),
      result: decided.includes(key) ? 'done' : 'refused',
      why: why === undefined ? '' : outcomeText(why),
    };
  });
};

/** Approves applications with group and tags, or rejects them with a reason: one, or many with a report. */
export const DecideDialog = ({ decision, of: applications, close }: DecideDialogProps) => {
  const { t } = requests;
  const [groups, tags] = [useGroups(), useTags()];
  const [done, setDone] = useState<number>();
  const [report, setReport] = useState<readonly Reported[]>();
  const form = useForm<Values>({
    initial: { group: '', tags: [], reason: '' },
    guard: false,
    send: async (values) => {
      setDone(0);
      try {
        const reported = await inBatches(applications, SIZE, (batch) => decide(decision, values, batch), setDone);
        if (reported.some(({ result }) => result === 'refused')) return setReport(reported);
        tell(t.decided[decision](reported.length));
        close(true);
      } catch (thrown) {
        setDone(undefined);
        throw thrown;
      }
    },
  });
  const [only] = applications;
  const title =
    applications.length === 1 && only !== undefined
      ? t.askOne[decision](nameOf(only))
      : t.ask[decision](applications.length);
  return (
    <Dialog title={title} close={() => close(done !== undefined)}>
      {report !== undefined ? (
        <>
          <BulkReport of={report} />
          <footer class="dialog-foot">
            <Button kind="primary" onClick={() => close(true)}>
              {parts.t.close}
            </Button>
          </footer>
        </>
      ) : done !== undefined ? (
        <Progress label={partners.t.working} done={done} total={applications.length} />
      ) : (
        <Form form={form} action={t.actions[decision]} hurts={decision === 'rejected'} cancel={() => close(false)}>
          <p>{t.text[decision]}</p>
          {decision === 'approved' ? (
            <>
              <SelectField
                {...form.field('group', 'group_key')}
                label={t.group}
                options={[{ value: '', title: t.groupAsApplied }, ...optionsOf(groups.data)]}
              />
              <ChoiceField {...form.field('tags')} label={partners.t.tags} options={optionsOf(tags.data)} />
            </>
          ) : (
            <TextAreaField {...form.field('reason')} label={t.reason} hint={t.reasonHint} rows={3} />
          )}
        </Form>
      )}
    </Dialog>
  );
};
