import { useState } from 'preact/hooks';
import type { Partnership, PartnershipNote } from '../../../../api/operations.ts';
import { parts } from '../../../../app/texts.ts';
import { Answer, useAnswer } from '../../../../parts/answer.tsx';
import { ask } from '../../../../parts/asking.tsx';
import { Button } from '../../../../parts/button.tsx';
import { actorText, useTeam } from '../../../../parts/definitions.ts';
import { everyItem } from '../../../../parts/every-item.ts';
import { TextAreaField } from '../../../../parts/fields.tsx';
import { When } from '../../../../parts/figures.tsx';
import { Form, useForm } from '../../../../parts/form.tsx';
import { Card } from '../../../../parts/page.tsx';
import { tell, tellProblem } from '../../../../parts/toasts.tsx';
import { api, may } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partner as texts } from '../texts.ts';

const NewNote = ({ partner, done }: { readonly partner: Partnership; readonly done: () => Promise<void> }) => {
  const { t } = texts;
  const form = useForm({
    keep: 'note',
    initial: { text: '' },
    check: ({ text }) => (text.trim() === '' ? { text: parts.t.form.missing } : {}),
    send: async ({ text }) => {
      const params = { partnership: partner.key };
      await api.post('/v2/partnerships/{partnership}/notes', { params, body: { text: text.trim() } });
      tell(t.noted);
      await done();
    },
  });
  return (
    <Form form={form} action={t.note}>
      <TextAreaField {...form.field('text')} label={t.newNote} hint={t.noteHint} rows={2} />
    </Form>
  );
};

/** What the team noted about a partner. */
export const Notes = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const team = useTeam();
  const params = { partnership: partner.key };
  const [turn, setTurn] = useState(0);
  const notes = useAnswer(
    () =>
      everyItem((page) => api.get('/v2/partnerships/{partnership}/notes', { params, query: page }), {
        keyOf: ({ key }) => key,
      }),
    [partner.key],
  );
  // Another turn is an empty form.
  const noted = async (): Promise<void> => {
    setTurn(turn + 1);
    await notes.again();
  };
  const remove = async ({ key }: PartnershipNote): Promise<void> => {
    if (!(await ask({ title: t.deleteNoteAsk, text: t.deleteNoteText, action: parts.t.remove }))) return;
    try {
      await api.delete('/v2/partnerships/{partnership}/notes/{note}', { params: { ...params, note: key } });
      await notes.again();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return (
    <Card title={t.notes}>
      {may('partnerships:write') ? <NewNote key={turn} partner={partner} done={noted} /> : null}
      <Answer of={notes} lines={2}>
        {(items) =>
          items.length === 0 ? (
            <p class="muted">{t.noNotes}</p>
          ) : (
            <ul class="notes">
              {items.map((note) => (
                <li key={note.key}>
                  <p class="prose">{note.text}</p>
                  <p class="muted small">
                    {t.by(actorText(team.data, note.by))},{' '}
                    <When at={note.created_at} style="minute" zone={settingsOfProgram().time_zone} />{' '}
                    {may('partnerships:write') ? (
                      <Button kind="plain" label={t.deleteNote} onClick={() => void remove(note)}>
                        {parts.t.remove}
                      </Button>
                    ) : null}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
};
