import type { ComponentChildren } from 'preact';
import { settingsOfProgram } from '../../session/program.ts';
import { Answer, useAnswer } from '../answer.tsx';
import { everyItem } from '../every-item.ts';
import { type AnsweredField, FormAnswers } from '../form-answers.tsx';
import type { ListPage, PageQuery } from '../list.ts';
import { Card } from '../page.tsx';
import { type HandedIn, ProspectFiles } from './files.tsx';
import { type HistoryEntry, ProspectHistory } from './history.tsx';

interface Prospect {
  readonly key: string;
  readonly updated_at: number;
  readonly currency: string | null;
  readonly form_version: number | null;
  readonly fields: readonly AnsweredField[];
}

interface Words {
  readonly files: string;
  readonly answers: string;
  readonly version: (version: number) => string;
  readonly history: string;
  readonly happened: Readonly<Record<string, string>>;
  readonly by: (who: string) => string;
}

interface ProspectDetailsProps {
  readonly of: Prospect;
  readonly words: Words;
  /** What is known about it. */
  readonly about: ComponentChildren;
  readonly files: () => Promise<readonly HandedIn[]>;
  readonly address: (file: string) => Promise<{ readonly url: string }>;
  readonly history: (page: PageQuery) => Promise<ListPage<HistoryEntry>>;
}

const History = ({ of, words, history }: ProspectDetailsProps) => {
  const answered = useAnswer(() => everyItem(history, { keyOf: ({ key }) => key }), [of.key, of.updated_at]);
  const { currency, time_zone } = settingsOfProgram();
  return (
    <Card title={words.history}>
      <Answer of={answered} lines={4}>
        {(entries) => (
          <ProspectHistory
            of={entries}
            currency={of.currency ?? currency}
            words={words.happened}
            by={words.by}
            zone={time_zone}
          />
        )}
      </Answer>
    </Card>
  );
};

/** A lead or deal: what is known and was answered, its files, and what happened to it. */
export const ProspectDetails = (props: ProspectDetailsProps) => {
  const { of, words, about, files, address } = props;
  return (
    <div class="columns">
      <div>
        {about}
        <ProspectFiles
          title={words.files}
          of={of.key}
          list={files}
          address={address}
          fieldName={(key) => of.fields.find(({ field_key }) => field_key === key)?.name ?? key}
        />
        <Card title={words.answers}>
          {of.form_version === null ? null : <p class="muted small">{words.version(of.form_version)}</p>}
          <FormAnswers of={of.fields} />
        </Card>
      </div>
      <History {...props} />
    </div>
  );
};
