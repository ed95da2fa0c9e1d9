import type { Trigger } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { dateText, numberText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import type { References } from '../../../parts/rules/references.ts';
import { TriggerSummary } from '../../../parts/rules/summary-card.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { changedParts } from './changes.ts';
import { triggers } from './texts.ts';

/** When a version counted, in words. */
const timeOf = ({ active_from: from, active_to: to }: Trigger): string => {
  const { t } = triggers;
  const zone = settingsOfProgram().time_zone;
  const begins = dateText(from, 'minute', zone);
  return to === null ? t.countsSince(begins) : t.counted(begins, dateText(to, 'minute', zone));
};

interface VersionProps {
  readonly of: Trigger;
  readonly before: Trigger | undefined;
  readonly references: References;
}

const Version = ({ of: version, before, references }: VersionProps) => {
  const { t } = triggers;
  const changed = before === undefined ? [] : changedParts(before, version).map((part) => t.partNames[part]);
  return (
    <Card title={t.versionOf(numberText(version.version))}>
      <p class="muted small">
        {timeOf(version)}
        {changed.length === 0 ? null : <> · {t.changedParts(changed.join(', '))}</>}
      </p>
      <TriggerSummary
        of={{ ...version, offer: version.action.offer, active_from: undefined, active_to: null }}
        references={references}
      />
    </Card>
  );
};

/** Every version of a trigger, the latest first. */
export const Versions = ({ of: trigger, references }: Omit<VersionProps, 'before'>) => {
  const { t } = triggers;
  const versions = useAnswer(
    () =>
      everyItem(
        ({ limit, starting_after }) =>
          api.get('/v2/triggers/{trigger}/versions', {
            params: { trigger: trigger.key },
            query: { limit, ...(starting_after === undefined ? {} : { starting_after: Number(starting_after) }) },
          }),
        { keyOf: ({ version }) => String(version) },
      ),
    [trigger.version],
  );
  return (
    <div class="versions">
      <p class="muted">{t.versionsText}</p>
      <Answer of={versions} lines={8}>
        {(found) => (
          <div>
            {found.map((version, at) => (
              <Version key={version.version} of={version} before={found[at + 1]} references={references} />
            ))}
          </div>
        )}
      </Answer>
    </div>
  );
};
