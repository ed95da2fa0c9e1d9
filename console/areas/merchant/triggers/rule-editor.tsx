import type { TriggerEvent } from '../../../../domain/events.ts';
import { Button } from '../../../parts/button.tsx';
import { SelectField } from '../../../parts/fields.tsx';
import type { References } from '../../../parts/rules/references.ts';
import {
  changePart,
  emptyGroup,
  emptyRule,
  type GroupDraft,
  isGroup,
  type Lacking,
  type PartDraft,
} from './rule-draft.ts';
import { RuleRow } from './rule-row.tsx';
import { triggers } from './texts.ts';
import { hasAmount } from './trigger-form.ts';

/** How deep rules nest at most (domain/rules.ts). */
const DEEPEST = 5;

/** From now on, so that drafts that were kept over a login have none of the numbers of new parts. */
let last = Date.now();
/** Tells parts of drafts apart. */
export const newId = (): number => {
  last += 1;
  return last;
};

interface EditorProps {
  readonly draft: GroupDraft;
  readonly set: (draft: GroupDraft) => void;
  readonly event: TriggerEvent;
  readonly references: References;
  readonly lacking: ReadonlyMap<number, Lacking>;
}

interface GroupProps extends EditorProps {
  readonly depth: number;
  readonly remove?: () => void;
}

const Joined = ({ draft, set }: Pick<GroupProps, 'draft' | 'set'>) => {
  const { t } = triggers;
  return (
    <SelectField<'and' | 'or'>
      name="joined"
      label={t.joined}
      value={draft.all ? 'and' : 'or'}
      set={(value) => set({ ...draft, all: value === 'and' })}
      problem={undefined}
      options={[
        { value: 'and', title: t.allOf },
        { value: 'or', title: t.oneOf },
      ]}
    />
  );
};

const Group = (props: GroupProps) => {
  const { draft, set, event, references, lacking, depth, remove } = props;
  const { t } = triggers;
  const change = (id: number, part: PartDraft | undefined): void => set(changePart(draft, id, () => part));
  const add = (part: PartDraft): void => set({ ...draft, parts: [...draft.parts, part] });
  const first = hasAmount(event) ? 'amount' : 'group';
  return (
    <fieldset class={depth === 0 ? 'rules' : 'rules rules-nested'}>
      <legend class="unseen">{depth === 0 ? t.rules : t.nested}</legend>
      {draft.parts.length > 1 || depth > 0 ? (
        <div class="rules-head">
          <Joined draft={draft} set={set} />
          {remove === undefined ? null : (
            <Button kind="plain" onClick={remove}>
              {t.removeGroup}
            </Button>
          )}
        </div>
      ) : null}
      {draft.parts.map((part, at) => (
        <div key={part.id} class="rules-part">
          {at === 0 ? null : <span class="rules-word">{draft.all ? t.and : t.or}</span>}
          {isGroup(part) ? (
            <Group
              {...props}
              draft={part}
              depth={depth + 1}
              set={(next) => change(part.id, next)}
              remove={() => change(part.id, undefined)}
            />
          ) : (
            <RuleRow
              rule={part}
              event={event}
              references={references}
              lacking={lacking.get(part.id)}
              set={(next) => change(part.id, next)}
              remove={() => change(part.id, undefined)}
            />
          )}
        </div>
      ))}
      <div class="actions">
        <Button onClick={() => add(emptyRule(newId, first))}>{t.addRule}</Button>
        {depth + 1 < DEEPEST && draft.parts.length > 0 ? (
          <Button
            kind="plain"
            onClick={() => add({ ...emptyGroup(newId, !draft.all), parts: [emptyRule(newId, first)] })}
          >
            {t.addGroup}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
};

/** Rules with their and and or, as deep as one likes. */
export const RuleEditor = (props: EditorProps) => <Group {...props} depth={0} />;
