import { go } from '../../../app/router.ts';
import { Answer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { NoRight } from '../../../parts/empty-state.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { useReferences } from '../../../parts/rules/references.ts';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { Builder } from './builder.tsx';
import { draftOf, emptyGroup } from './rule-draft.ts';
import { newId } from './rule-editor.tsx';
import { triggers } from './texts.ts';
import { createBody, emptyTrigger, type TriggerForm } from './trigger-form.ts';

/** What many programs begin with. */
const STARTS = {
  sale: () => ({ event: 'transaction.accepted', type: 'percentage', rules: emptyGroup(newId), bps: 1000 }),
  first: () => ({
    event: 'transaction.accepted',
    type: 'flat',
    rules: draftOf({ field: 'earlier_transactions', op: 'eq', value: 0 }, newId),
  }),
  signUp: () => ({ event: 'customer.created', type: 'flat', rules: emptyGroup(newId) }),
  lead: () => ({ event: 'lead.qualified', type: 'flat', rules: emptyGroup(newId) }),
} as const satisfies Readonly<Record<string, () => Partial<TriggerForm>>>;

const NAMES = ['sale', 'first', 'signUp', 'lead'] as const;

const Starts = ({ set }: { readonly set: (form: Partial<TriggerForm>) => void }) => {
  const { t } = triggers;
  return (
    <Card title={t.starts.title}>
      <div class="starts">
        {NAMES.map((name) => (
          <Button key={name} onClick={() => set({ ...STARTS[name](), ...t.starts[name] })}>
            {t.starts[name].name}
          </Button>
        ))}
      </div>
    </Card>
  );
};

/** Makes a trigger. */
export const NewTrigger = () => {
  const { t } = triggers;
  const references = useReferences();
  if (!may('programs:write')) return <NoRight />;
  const create = async (form: TriggerForm): Promise<void> => {
    const { key } = await api.post('/v2/triggers', { body: createBody(form, settingsOfProgram().time_zone) });
    tell(t.created);
    await go(`/triggers/${key}`);
  };
  return (
    <Page title={t.create} lead={t.createText} back={{ to: '/triggers', title: t.title }}>
      <Answer of={references} lines={14}>
        {(known) => (
          <Builder
            initial={emptyTrigger(newId)}
            references={known}
            begun={false}
            action={t.create}
            send={create}
            start={(set) => <Starts set={set} />}
          />
        )}
      </Answer>
    </Page>
  );
};
