import { useState } from 'preact/hooks';
import type { Trigger } from '../../../api/operations.ts';
import { go, href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { numberText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { type References, useReferences } from '../../../parts/rules/references.ts';
import { TriggerSummary } from '../../../parts/rules/summary-card.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { Builder } from './builder.tsx';
import { newId } from './rule-editor.tsx';
import { triggers } from './texts.ts';
import { changeBody, formOf, termsOfTrigger } from './trigger-form.ts';
import { StatusOf } from './triggers-list.tsx';
import { Versions } from './versions.tsx';

interface ContentProps {
  readonly trigger: Trigger;
  readonly references: References;
  readonly again: () => Promise<void>;
}

const Change = ({ trigger, references, again }: ContentProps) => {
  const { t } = triggers;
  const zone = settingsOfProgram().time_zone;
  const [initial] = useState(() => formOf(trigger, zone, newId));
  return (
    <Builder
      initial={initial}
      references={references}
      begun={trigger.status !== 'planned'}
      triggerKey={trigger.key}
      action={t.save}
      note={<p class="muted small">{t.saveNote(trigger.version + 1)}</p>}
      send={async (form) => {
        const body = changeBody(initial, form, zone);
        if (Object.keys(body).length === 0) return;
        const { version } = await api.patch('/v2/triggers/{trigger}', { params: { trigger: trigger.key }, body });
        tell(t.changedTo(version));
        await again();
      }}
    />
  );
};

const Delete = ({ trigger, close }: { readonly trigger: Trigger; readonly close: () => void }) => {
  const { t } = triggers;
  return (
    <ConfirmDialog
      title={t.deleteTitle(trigger.name)}
      action={t.delete}
      hurts
      close={close}
      confirm={async () => {
        await api.delete('/v2/triggers/{trigger}', { params: { trigger: trigger.key } });
        tell(t.deleted);
        await go('/triggers');
      }}
    >
      <p>{t.deleteText}</p>
      <p class="muted">{t.deleteInstead}</p>
    </ConfirmDialog>
  );
};

const Content = (props: ContentProps) => {
  const { trigger, references } = props;
  const { t } = triggers;
  if (may('programs:write') && !trigger.archived) return <Change key={trigger.version} {...props} />;
  return (
    <Card title={t.summary}>
      <TriggerSummary of={termsOfTrigger(trigger)} references={references} program />
    </Card>
  );
};

interface OneTriggerProps {
  readonly of: string;
  readonly tab: 'trigger' | 'versions';
}

/** A trigger: what it does, what it would have done, how it came to be so. */
export const OneTrigger = ({ of: key, tab }: OneTriggerProps) => {
  const { t } = triggers;
  const [deleting, setDeleting] = useState(false);
  const references = useReferences();
  const answered = useAnswer(() => api.get('/v2/triggers/{trigger}', { params: { trigger: key } }), []);
  const trigger = answered.data;
  const mayDelete = may('programs:write') && trigger !== undefined && !trigger.archived;
  return (
    <Page
      title={trigger?.name ?? t.one}
      lead={
        trigger === undefined ? undefined : (
          <>
            <StatusOf of={trigger} /> {t.versionOf(numberText(trigger.version))}
          </>
        )
      }
      back={{ to: '/triggers', title: t.title }}
      actions={
        <>
          {may('rewards:read') ? <LinkButton to={href(`/rewards?trigger=${key}`)}>{t.itsRewards}</LinkButton> : null}
          {mayDelete ? (
            <Button kind="danger" onClick={() => setDeleting(true)}>
              {t.delete}
            </Button>
          ) : null}
        </>
      }
    >
      <Tabs
        label={t.parts}
        of={[
          { to: `/triggers/${key}`, title: t.one, current: tab === 'trigger' },
          { to: `/triggers/${key}/versions`, title: t.versions, current: tab === 'versions' },
        ]}
      />
      <Answer of={answered} lines={14}>
        {(found) => (
          <>
            {found.matches_nobody ? <p class="note note-warning">{t.matchesNobodyText}</p> : null}
            {found.archived ? <p class="note note-info">{t.deletedText}</p> : null}
            <Answer of={references} lines={14}>
              {(known) =>
                tab === 'versions' ? (
                  <Versions of={found} references={known} />
                ) : (
                  <Content trigger={found} references={known} again={answered.again} />
                )
              }
            </Answer>
          </>
        )}
      </Answer>
      {deleting && trigger !== undefined ? <Delete trigger={trigger} close={() => setDeleting(false)} /> : null}
    </Page>
  );
};
