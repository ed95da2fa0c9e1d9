import { useState } from 'preact/hooks';
import type { Group } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { CheckField, NumberField, SelectField, TextField } from '../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { changedProgram } from '../../../session/program.ts';
import { addressFault, addressOf } from './addresses.ts';
import { GroupDialog, type GroupWish } from './group-dialogs.tsx';
import { JoinLink } from './join-link.tsx';
import type { TabProps } from './tab-props.ts';
import { groups } from './texts.ts';

type Approval = 'program' | 'yes' | 'no';

interface SettingsValues {
  readonly name: string;
  readonly terms_url: string;
  readonly terms_changed: boolean;
  readonly auto_approve: Approval;
  readonly approval_delay_days: number | undefined;
}

const valuesOf = (group: Group): SettingsValues => ({
  name: group.name,
  terms_url: group.terms_url ?? '',
  terms_changed: false,
  auto_approve: group.auto_approve === null ? 'program' : group.auto_approve ? 'yes' : 'no',
  approval_delay_days: group.approval_delay_days ?? undefined,
});

const APPROVALS = { program: null, yes: true, no: false } as const satisfies Record<Approval, boolean | null>;

const MOST_DAYS = 90;

const problemsOf = (values: SettingsValues): Partial<Record<keyof SettingsValues, string>> => {
  const { t } = groups;
  const { name, terms_url, approval_delay_days: days } = values;
  const fault = addressFault(terms_url, true);
  const isDelay = days === undefined || (days >= 0 && days <= MOST_DAYS);
  return {
    ...(name.trim() === '' ? { name: parts.t.form.missing } : {}),
    ...(fault === undefined ? {} : { terms_url: fault === 'secure' ? t.notSecure : t.notAnAddress }),
    ...(isDelay ? {} : { approval_delay_days: t.delayWrong }),
  };
};

const useSettingsForm = ({ group, changed }: TabProps): FormState<SettingsValues> => {
  const form: FormState<SettingsValues> = useForm({
    keep: 'group-settings',
    initial: valuesOf(group),
    check: problemsOf,
    send: async (values) => {
      const same = values.terms_url.trim() === (group.terms_url ?? '');
      await api.patch('/v2/groups/{group}', {
        params: { group: group.key },
        body: {
          name: values.name.trim(),
          terms_url: addressOf(values.terms_url),
          ...(values.terms_changed && same && group.terms_url !== null ? { terms_changed: true } : {}),
          auto_approve: APPROVALS[values.auto_approve],
          approval_delay_days: values.approval_delay_days ?? null,
        },
      });
      form.set({ terms_changed: false });
      tell(groups.t.saved);
      await changed();
    },
  });
  return form;
};

const Basics = (props: TabProps) => {
  const { t } = groups;
  const { group, program } = props;
  const form = useSettingsForm(props);
  const options: readonly Approval[] = ['program', 'yes', 'no'];
  return (
    <Card title={t.basics}>
      <Form form={form} action={t.save} readOnly={!may('programs:write')}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
        <TextField {...form.field('terms_url')} type="url" label={t.terms} hint={t.termsHint} />
        {group.terms_url === null ? null : (
          <>
            <p class="muted small">{t.termsVersion(group.terms_version)}</p>
            <CheckField {...form.field('terms_changed')} label={t.termsChanged} hint={t.termsChangedHint} />
          </>
        )}
        <SelectField
          {...form.field('auto_approve')}
          label={t.autoApprove}
          options={options.map((value) => ({
            value,
            title: value === 'program' ? t.autoApproves.program(program.auto_approve) : t.autoApproves[value],
          }))}
        />
        <NumberField
          {...form.field('approval_delay_days')}
          label={t.delay}
          hint={t.delayHint(program.approval_delay_days)}
          unit={t.days}
        />
      </Form>
    </Card>
  );
};

const DefaultGroup = ({ group, changed }: TabProps) => {
  const { t } = groups;
  const make = async (): Promise<void> => {
    const { defaultMake: action, defaultConfirm: text } = t;
    if (!(await ask({ title: `${action}?`, text, action, hurts: false }))) return;
    try {
      await api.patch('/v2/groups/{group}', { params: { group: group.key }, body: { default: true } });
      changedProgram(await api.get('/v2/programs'));
      tell(t.defaultMade);
      await changed();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return (
    <Card title={t.defaultTitle}>
      <p>{group.default ? t.defaultIs : t.defaultText}</p>
      {group.default || group.archived || !may('programs:write') ? null : (
        <div>
          <Button onClick={() => void make()}>{t.defaultMake}</Button>
        </div>
      )}
    </Card>
  );
};

const Archive = ({ group, changed }: TabProps) => {
  const { t } = groups;
  const [wish, setWish] = useState<GroupWish>();
  return (
    <Card title={t.archiveCard}>
      <p>{group.archived ? t.archivedNote : t.archiveText}</p>
      <div>
        {group.archived ? (
          <Button onClick={() => setWish({ to: 'restore', group })}>{t.restore}</Button>
        ) : (
          <Button kind="danger" onClick={() => setWish({ to: 'archive', group })}>
            {t.archive}
          </Button>
        )}
      </div>
      {wish === undefined ? null : <GroupDialog wish={wish} close={() => setWish(undefined)} changed={changed} />}
    </Card>
  );
};

/** What a group is called, how people come into it, and whether it goes on. */
export const SettingsTab = (props: TabProps) => (
  <div class="split">
    <Basics {...props} />
    <div class="stack">
      <JoinLink {...props} />
      <DefaultGroup {...props} />
      {may('programs:write') ? <Archive {...props} /> : null}
    </div>
  </div>
);
