import type { Tier, Trigger } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { GoalField } from './goal-field.tsx';
import type { Measurement } from './goals.ts';
import { MovePreview } from './move-preview.tsx';
import { usePreview } from './preview.ts';
import { TermsFields } from './terms-fields.tsx';
import { tiers } from './texts.ts';

interface DialogProps {
  readonly close: () => void;
  readonly done: () => void;
}

/** The first tier: its minimum is nothing, and it settles what all tiers look at. */
export const FirstTier = ({ close, done }: DialogProps) => {
  const { t } = tiers;
  const form = useForm<{ name: string; measurement: Measurement; movement: Tier['movement'] }>({
    initial: { name: '', measurement: 'lifetime_sales', movement: 'live' },
    guard: false,
    check: ({ name }) => (name.trim() === '' ? { name: parts.t.form.missing } : {}),
    send: async (values) => {
      await api.post('/v2/tiers', { body: { ...values, minimum: 0 } });
      tell(t.created);
      done();
    },
  });
  return (
    <Dialog title={t.first} close={close}>
      <Form form={form} action={t.create} cancel={close}>
        <p>{t.firstText}</p>
        <TextField {...form.field('name')} label={t.name} hint={t.firstNameHint} required />
        <TermsFields measurement={form.field('measurement')} movement={form.field('movement')} />
      </Form>
    </Dialog>
  );
};

interface TierFormProps extends DialogProps {
  readonly measurement: Measurement;
  /** The tier that is changed; undefined makes another one. */
  readonly tier?: Tier | undefined;
}

/** Another tier, or a change of one: with who would move by it. */
export const TierForm = ({ measurement, tier, close, done }: TierFormProps) => {
  const { t } = tiers;
  const isFirst = tier?.minimum === 0;
  const form = useForm<{ name: string; minimum: number | undefined }>({
    initial: { name: tier?.name ?? '', minimum: tier?.minimum },
    guard: false,
    check: ({ name, minimum }) => ({
      ...(name.trim() === '' ? { name: parts.t.form.missing } : {}),
      ...(minimum === undefined ? { minimum: parts.t.form.missing } : {}),
    }),
    send: async ({ name, minimum = 0 }) => {
      if (tier === undefined) await api.post('/v2/tiers', { body: { name: name.trim(), minimum } });
      else await api.patch('/v2/tiers/{tier}', { params: { tier: tier.key }, body: { name: name.trim(), minimum } });
      tell(tier === undefined ? t.created : t.changed);
      done();
    },
  });
  const { minimum } = form.values;
  const moves = minimum !== undefined && minimum > 0 && minimum !== tier?.minimum;
  const preview = usePreview(
    !moves
      ? undefined
      : tier === undefined
        ? { action: 'create', minimum }
        : { action: 'update', tier_key: tier.key, minimum },
  );
  return (
    <Dialog title={tier === undefined ? t.create : t.changeTitle(tier.name)} close={close}>
      <Form form={form} action={tier === undefined ? t.create : parts.t.save} cancel={close}>
        <TextField {...form.field('name')} label={t.name} required />
        {isFirst ? (
          <p class="muted">{t.firstStays}</p>
        ) : (
          <GoalField {...form.field('minimum')} label={t.minimumOf[measurement]} measurement={measurement} />
        )}
        {moves ? (
          <MovePreview of={preview} newName={form.values.name.trim() === '' ? t.new : form.values.name} />
        ) : null}
      </Form>
    </Dialog>
  );
};

const names = ({ audience, rules }: Trigger, tier: string): boolean =>
  audience.from_tier === tier || JSON.stringify(rules).includes(`"${tier}"`);

/** Triggers that make rewards now or later and name a tier: it cannot go before they do. */
const usersOf = async (tier: string): Promise<readonly Trigger[]> => {
  const all = await everyItem((page) => api.get('/v2/triggers', { query: page }), { keyOf: ({ key }) => key });
  return all.filter((trigger) => trigger.status !== 'ended' && names(trigger, tier));
};

const InUse = ({
  tier,
  by,
  close,
}: {
  readonly tier: Tier;
  readonly by: readonly Trigger[];
  readonly close: () => void;
}) => {
  const { t } = tiers;
  return (
    <Dialog title={t.inUse(tier.name)} close={close}>
      <p>{t.inUseText}</p>
      <ul>
        {by.map(({ key, name }) => (
          <li key={key}>
            <a href={href(`/triggers/${key}`)}>{name}</a>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};

/** Asks before a tier goes, and shows who moves by it, or what needs it. */
export const DeleteTier = ({ tier, close, done }: DialogProps & { readonly tier: Tier }) => {
  const { t } = tiers;
  const users = useAnswer(() => usersOf(tier.key), []);
  const preview = usePreview({ action: 'delete', tier_key: tier.key });
  if (users.data !== undefined && users.data.length > 0) return <InUse tier={tier} by={users.data} close={close} />;
  return (
    <ConfirmDialog
      title={t.deleteTitle(tier.name)}
      action={t.delete}
      hurts
      close={close}
      confirm={async () => {
        await api.delete('/v2/tiers/{tier}', { params: { tier: tier.key } });
        tell(t.deleted);
        done();
      }}
    >
      <p>{t.deleteText}</p>
      <MovePreview of={preview} newName={t.new} />
    </ConfirmDialog>
  );
};
