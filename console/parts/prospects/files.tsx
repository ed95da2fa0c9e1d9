import { parts } from '../../app/texts.ts';
import { Answer, useAnswer } from '../answer.tsx';
import { Card } from '../page.tsx';
import { StoredFile } from '../stored-file.tsx';

export interface HandedIn {
  readonly key: string;
  readonly field_key: string;
  readonly name: string | null;
}

interface ProspectFilesProps {
  readonly title: string;
  /** Of which lead or deal, so that they are asked for anew for another one. */
  readonly of: string;
  readonly list: () => Promise<readonly HandedIn[]>;
  readonly address: (file: string) => Promise<{ readonly url: string }>;
  /** What a field of the form is called. */
  readonly fieldName: (key: string) => string;
}

/** The files that came with a lead or deal; nothing where there are none. */
export const ProspectFiles = ({ title, of, list, address, fieldName }: ProspectFilesProps) => {
  const files = useAnswer(list, [of]);
  if (files.data?.length === 0) return null;
  return (
    <Card title={title}>
      <Answer of={files} lines={1}>
        {(found) => (
          <ul class="lines">
            {found.map(({ key, field_key, name }) => (
              <li key={key} class="badges">
                <span class="muted">{fieldName(field_key)}</span>
                <StoredFile name={name ?? parts.t.file} address={() => address(key)} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Card>
  );
};
