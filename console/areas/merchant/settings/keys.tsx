import { useState } from 'preact/hooks';
import { isKeyScope, SCOPES } from '../../../../domain/roles.ts';
import type { ApiKey } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { CheckField, NumberField, TextField } from '../../../parts/fields.tsx';
import { Badge, When } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { useList } from '../../../parts/list.ts';
import { useNow } from '../../../parts/now.ts';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { scopeText } from './audit-words.ts';
import { Frame } from './frame.tsx';
import { Secret } from './secret.tsx';
import { settings } from './texts.ts';

type Open =
  | { readonly what: 'new' }
  | { readonly what: 'rotate' | 'revoke'; readonly of: ApiKey }
  | { readonly what: 'secret'; readonly text: string };

const State = ({ of: { revoked_at }, now }: { readonly of: ApiKey; readonly now: number | undefined }) => {
  const { keys: t } = settings.t;
  if (revoked_at === null) return <Badge kind="good">{t.works}</Badge>;
  if (now === undefined || revoked_at > now)
    return (
      <Badge kind="warning">
        {t.endsAt} <When at={revoked_at} style="minute" />
      </Badge>
    );
  return (
    <Badge>
      {t.endedAt} <When at={revoked_at} style="minute" />
    </Badge>
  );
};

const columnsIn = (open: (what: Open) => void, now: number | undefined): readonly Column<ApiKey>[] => {
  const { keys: t } = settings.t;
  return [
    { name: 'name', title: t.name, names: true, cell: ({ name }) => name, text: ({ name }) => name },
    {
      name: 'prefix',
      title: t.secret,
      cell: ({ prefix }) => <code class="whole">{prefix}…</code>,
      text: ({ prefix }) => prefix,
    },
    {
      name: 'public',
      title: t.public,
      cell: ({ public_key }) => <code>{public_key}</code>,
      text: ({ public_key }) => public_key,
    },
    {
      name: 'scopes',
      title: t.scopes,
      cell: ({ scopes }) => (scopes === 'all' ? t.everything : scopes.map(scopeText).join('; ')),
      text: ({ scopes }) => (scopes === 'all' ? 'all' : scopes.join(' ')),
    },
    { name: 'state', title: t.state, cell: (key) => <State of={key} now={now} /> },
    { name: 'created', title: t.created, cell: ({ created_at }) => <When at={created_at} />, hidden: true },
    {
      name: 'actions',
      title: settings.t.actions,
      cell: (of) =>
        // One that was replaced may have to be ended before its time.
        of.revoked_at !== null && (now === undefined || of.revoked_at <= now) ? null : (
          <span class="actions actions-wrap">
            {of.revoked_at === null ? (
              <Button label={t.rotateOf(of.name)} onClick={() => open({ what: 'rotate', of })}>
                {t.rotate}
              </Button>
            ) : null}
            <Button kind="danger" label={t.revokeOf(of.name)} onClick={() => open({ what: 'revoke', of })}>
              {t.revoke}
            </Button>
          </span>
        ),
    },
  ];
};

interface Asked {
  readonly name: string;
  readonly all: boolean;
  readonly scopes: readonly string[];
}

const NewKey = ({ made, close }: { readonly made: (secret: string) => void; readonly close: () => void }) => {
  const { keys: t } = settings.t;
  const form = useForm<Asked>({
    initial: { name: '', all: true, scopes: [] },
    guard: false,
    check: ({ all, scopes }) => (!all && scopes.length === 0 ? { scopes: t.someScope } : {}),
    send: async ({ name, all, scopes }) => {
      const body = { name, scopes: all ? ('all' as const) : scopes.filter(isKeyScope) };
      made((await api.post('/v2/api-keys', { body })).secret_key);
    },
  });
  return (
    <Dialog title={t.add} close={close}>
      <Form form={form} action={t.add} cancel={close}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
        <CheckField {...form.field('all')} label={t.everything} hint={t.everythingHint} />
        {form.values.all ? null : (
          <ChoiceField
            {...form.field('scopes')}
            label={t.scopes}
            // With its name in the API, which its description and its examples use.
            options={SCOPES.map((value) => ({ value, title: `${scopeText(value)} (${value})` }))}
          />
        )}
      </Form>
    </Dialog>
  );
};

interface RotateProps {
  readonly of: ApiKey;
  readonly made: (secret: string) => void;
  readonly close: () => void;
}

const Rotate = ({ of, made, close }: RotateProps) => {
  const { keys: t } = settings.t;
  const form = useForm<{ readonly overlap_hours: number | undefined }>({
    initial: { overlap_hours: 24 },
    guard: false,
    send: async ({ overlap_hours = 24 }) => {
      const asked = { params: { api_key: of.key }, body: { overlap_hours } };
      made((await api.post('/v2/api-keys/{api_key}/rotate', asked)).secret_key);
    },
  });
  return (
    <Dialog title={t.rotateOf(of.name)} close={close}>
      <Form form={form} action={t.rotate} cancel={close}>
        <NumberField {...form.field('overlap_hours')} label={t.overlap} hint={t.overlapHint} required />
      </Form>
    </Dialog>
  );
};

interface OpenedProps {
  readonly open: Open;
  readonly show: (what: Open | undefined) => void;
  readonly done: () => void;
}

const Opened = ({ open, show, done }: OpenedProps) => {
  const { keys: t } = settings.t;
  const close = (): void => show(undefined);
  const made = (text: string): void => {
    done();
    show({ what: 'secret', text });
  };
  switch (open.what) {
    case 'new':
      return <NewKey made={made} close={close} />;
    case 'rotate':
      return <Rotate of={open.of} made={made} close={close} />;
    case 'secret':
      return (
        <Dialog title={t.yours} close={close}>
          <Secret text={open.text} />
          <footer class="dialog-foot">
            <Button kind="primary" onClick={close}>
              {t.kept}
            </Button>
          </footer>
        </Dialog>
      );
    case 'revoke':
      return (
        <ConfirmDialog
          title={t.revokeOf(open.of.name)}
          action={t.revoke}
          hurts
          close={close}
          confirm={async () => {
            await api.delete('/v2/api-keys/{api_key}', { params: { api_key: open.of.key } });
            tell(t.revoked);
            done();
          }}
        >
          <p>{t.revokeText}</p>
        </ConfirmDialog>
      );
  }
};

/** The keys by which the merchant's servers call the API. */
export const Keys = () => {
  const { keys: t } = settings.t;
  const [open, setOpen] = useState<Open>();
  const now = useNow();
  const keyOf = ({ key }: ApiKey): string => key;
  const list = useList((page) => api.get('/v2/api-keys', { query: page }), { keyOf });
  const add = (
    <Button kind="primary" onClick={() => setOpen({ what: 'new' })}>
      {t.add}
    </Button>
  );
  return (
    <Frame tab="keys" lead={t.lead} actions={add}>
      <DataTable
        name="api-keys"
        caption={settings.t.tabs.keys}
        list={list}
        columns={columnsIn(setOpen, now)}
        keyOf={keyOf}
        empty={
          <EmptyState title={t.empty} action={add}>
            {t.lead}
          </EmptyState>
        }
      />
      {open === undefined ? null : <Opened open={open} show={setOpen} done={() => void list.answered.again()} />}
    </Frame>
  );
};
