import { useState } from 'preact/hooks';
import { ROLES } from '../../../../domain/roles.ts';
import type { Member } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { SelectField, TextField } from '../../../parts/fields.tsx';
import { Badge, When } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { useList } from '../../../parts/list.ts';
import { useNow } from '../../../parts/now.ts';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may, ownEmail } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { settings } from './texts.ts';

type Open = { readonly what: 'invite' } | { readonly what: 'role' | 'remove'; readonly of: Member };

const roleOptions = () => ROLES.map((value) => ({ value, title: settings.t.team.roles[value] }));

/** Whether somebody has let the invitation pass: what was mailed lets nobody in any more. */
const hasExpired = ({ invitation_expires_at: until }: Member, now: number | undefined): boolean =>
  until !== null && now !== undefined && until <= now;

const State = ({ of, now }: { readonly of: Member; readonly now: number | undefined }) => {
  const { team: t } = settings.t;
  if (of.status === 'active') return <Badge kind="good">{t.active}</Badge>;
  const { invitation_expires_at: until } = of;
  const expired = hasExpired(of, now);
  return (
    <Badge kind={expired ? 'bad' : 'warning'}>
      {expired ? t.expired : t.invited} {until === null ? null : <When at={until} />}
    </Badge>
  );
};

/** Mails the invitation again, with a new link; the earlier one works no more. */
const sendAgain = async ({ email, role }: Member, done: () => void): Promise<void> => {
  try {
    await api.post('/v2/team', { body: { email, role } });
    tell(settings.t.team.sent(email));
    done();
  } catch (thrown) {
    tellProblem(thrown);
  }
};

const Actions = ({
  of,
  open,
  done,
}: {
  readonly of: Member;
  readonly open: (what: Open) => void;
  readonly done: () => void;
}) => {
  const { team: t } = settings.t;
  const isIn = of.status === 'active';
  return (
    <span class="actions">
      {isIn ? (
        <Button label={`${t.change}: ${of.email}`} onClick={() => open({ what: 'role', of })}>
          {t.change}
        </Button>
      ) : (
        <Button label={`${t.again}: ${of.email}`} onClick={() => void sendAgain(of, done)}>
          {t.again}
        </Button>
      )}
      {of.email === ownEmail.value ? null : (
        <Button
          kind="danger"
          label={`${isIn ? t.remove : t.withdraw}: ${of.email}`}
          onClick={() => open({ what: 'remove', of })}
        >
          {isIn ? t.remove : t.withdraw}
        </Button>
      )}
    </span>
  );
};

const columnsIn = (
  open: (what: Open) => void,
  now: number | undefined,
  done: () => void,
): readonly Column<Member>[] => {
  const { team: t } = settings.t;
  return [
    { name: 'email', title: t.email, names: true, cell: ({ email }) => email, text: ({ email }) => email },
    { name: 'role', title: t.role, cell: ({ role }) => t.roles[role], text: ({ role }) => role },
    {
      name: 'status',
      title: t.status,
      cell: (of) => <State of={of} now={now} />,
      text: (of) => (hasExpired(of, now) ? 'expired' : of.status),
    },
    { name: 'since', title: t.since, cell: ({ created_at }) => <When at={created_at} /> },
    ...(may('team:write')
      ? [
          {
            name: 'actions',
            title: settings.t.actions,
            cell: (of: Member) => <Actions of={of} open={open} done={done} />,
          },
        ]
      : []),
  ];
};

interface OpenedProps {
  readonly close: () => void;
  readonly done: () => void;
}

const Invite = ({ close, done }: OpenedProps) => {
  const { team: t } = settings.t;
  const form = useForm<Pick<Member, 'email' | 'role'>>({
    initial: { email: '', role: 'manager' },
    guard: false,
    send: async (body) => {
      await api.post('/v2/team', { body });
      tell(t.sent(body.email));
      done();
      close();
    },
  });
  return (
    <Dialog title={t.invite} close={close}>
      <Form form={form} action={t.send} cancel={close}>
        <TextField {...form.field('email')} label={t.email} type="email" required />
        <SelectField {...form.field('role')} label={t.role} hint={t.may[form.values.role]} options={roleOptions()} />
      </Form>
    </Dialog>
  );
};

const ChangeRole = ({ of, close, done }: OpenedProps & { readonly of: Member }) => {
  const { team: t } = settings.t;
  const form = useForm({
    initial: { role: of.role },
    guard: false,
    send: async (body) => {
      await api.patch('/v2/team/{member}', { params: { member: of.key }, body });
      tell(settings.t.saved);
      done();
      close();
    },
  });
  return (
    <Dialog title={t.changeOf(of.email)} close={close}>
      <Form form={form} action={settings.t.save} cancel={close}>
        <SelectField {...form.field('role')} label={t.role} hint={t.may[form.values.role]} options={roleOptions()} />
      </Form>
    </Dialog>
  );
};

const Remove = ({ of, close, done }: OpenedProps & { readonly of: Member }) => {
  const { team: t } = settings.t;
  return (
    <ConfirmDialog
      title={t.removeOf(of.email)}
      action={of.status === 'active' ? t.remove : t.withdraw}
      hurts
      close={close}
      confirm={async () => {
        await api.delete('/v2/team/{member}', { params: { member: of.key } });
        tell(t.removed(of.email));
        done();
      }}
    >
      <p>{t.removeText}</p>
    </ConfirmDialog>
  );
};

/** Who works in the programs of the merchant, and what each may do. */
export const Team = () => {
  const { team: t } = settings.t;
  const [open, setOpen] = useState<Open>();
  const now = useNow();
  const keyOf = ({ key }: Member): string => key;
  const list = useList((page) => api.get('/v2/team', { query: page }), { keyOf });
  const opened = { close: () => setOpen(undefined), done: () => void list.answered.again() };
  const invite = may('team:write') ? (
    <Button kind="primary" onClick={() => setOpen({ what: 'invite' })}>
      {t.invite}
    </Button>
  ) : undefined;
  return (
    <Frame tab="team" lead={t.lead} actions={invite}>
      <DataTable
        name="team"
        caption={settings.t.tabs.team}
        list={list}
        columns={columnsIn(setOpen, now, opened.done)}
        keyOf={keyOf}
        empty={
          <EmptyState title={t.empty} action={invite}>
            {t.lead}
          </EmptyState>
        }
      />
      {open?.what === 'invite' ? <Invite {...opened} /> : null}
      {open?.what === 'role' ? <ChangeRole of={open.of} {...opened} /> : null}
      {open?.what === 'remove' ? <Remove of={open.of} {...opened} /> : null}
    </Frame>
  );
};
