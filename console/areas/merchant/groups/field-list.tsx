import { useRef, useState } from 'preact/hooks';
import type { ApiProblem } from '../../../api/problem.ts';
import { Button } from '../../../parts/button.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { moved } from '../../../parts/order.ts';
import { fieldText } from '../../../parts/refusals.ts';
import { SortableList } from '../../../parts/sortable-list.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { type Draft, FIELD_TYPES, type FieldType, type FormKind, faultsOf, newDraft } from './drafts.ts';
import { FieldEditor } from './field-editor.tsx';
import { forms } from './texts.ts';

interface FieldListProps {
  readonly kind: FormKind;
  readonly drafts: readonly Draft[];
  readonly set: (drafts: readonly Draft[]) => void;
  /** Whether somebody has tried to save it: then it is said what is missing. */
  readonly tried: boolean;
  /** What the API said about it. */
  readonly problem: ApiProblem | undefined;
  readonly fixed: boolean;
}

const MOST = 60;

/** What the API says about the field at a place, by its part. */
const refusals = (problem: ApiProblem | undefined, at: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (problem?.fields ?? []).flatMap((field) => {
      const [list, place, part] = field.param.split('.');
      if (problem === undefined || list !== 'fields' || place !== String(at) || part === undefined) return [];
      return [[part, fieldText(problem, field)]];
    }),
  );

interface SummaryProps {
  readonly draft: Draft;
  readonly isOpen: boolean;
  readonly wrong: boolean;
  readonly turn: () => void;
  readonly remove: () => void;
  readonly fixed: boolean;
}

const Summary = ({ draft, isOpen, wrong, turn, remove, fixed }: SummaryProps) => {
  const { t } = forms;
  const name = draft.name.trim() === '' ? t.noName : draft.name;
  return (
    <div class="field-summary">
      <button type="button" class="field-open" aria-expanded={isOpen} onClick={turn}>
        <span class={wrong ? 'field-name field-name-wrong' : 'field-name'}>{name}</span>
        <span class="muted small">{t.types[draft.type]}</span>
      </button>
      <span class="field-marks">
        {draft.required ? <Badge kind="info">{t.required}</Badge> : null}
        {draft.hidden ? <Badge kind="warning">{t.hidden}</Badge> : null}
        {draft.built_in ? <Badge>{t.builtIn}</Badge> : null}
        {draft.built_in || fixed ? null : (
          <Button kind="plain" label={t.remove(name)} onClick={remove}>
            <span aria-hidden="true">✕</span>
          </Button>
        )}
      </span>
    </div>
  );
};

const AddField = ({ add, full }: { readonly add: (type: FieldType) => void; readonly full: boolean }) => {
  const { t } = forms;
  const [type, setType] = useState<FieldType>('text');
  return (
    <div class="add-field">
      <select
        aria-label={t.newFieldType}
        value={type}
        onChange={(event) => setType(FIELD_TYPES.find((each) => each === event.currentTarget.value) ?? 'text')}
      >
        {FIELD_TYPES.map((each) => (
          <option key={each} value={each}>
            {t.types[each]}
          </option>
        ))}
      </select>
      <Button disabled={full} onClick={() => add(type)}>
        {t.addField}
      </Button>
    </div>
  );
};

/** The fields of a form in their order: each in one line, and open one at a time. */
export const FieldList = ({ kind, drafts, set, tried, problem, fixed }: FieldListProps) => {
  const { t } = forms;
  const [open, setOpen] = useState<string>();
  const latest = useRef(drafts);
  latest.current = drafts;
  const remove = (draft: Draft, at: number): void => {
    set(drafts.filter(({ id }) => id !== draft.id));
    tell(t.removed(draft.name), { title: t.undo, run: () => set(latest.current.toSpliced(at, 0, draft)) });
  };
  const add = (type: FieldType): void => {
    const draft = newDraft(type, crypto.randomUUID());
    set([...drafts, draft]);
    setOpen(draft.id);
  };
  return (
    <section class="fields" aria-label={t.fields}>
      <h3>{t.fields}</h3>
      <SortableList
        label={t.fields}
        items={drafts}
        keyOf={({ id }) => id}
        nameOf={({ name }) => (name.trim() === '' ? t.noName : name)}
        move={(from, to) => set(moved(drafts, from, to))}
        fixed={fixed}
      >
        {(draft, at) => {
          const refused = refusals(problem, at);
          const faults = tried ? faultsOf(draft, drafts) : {};
          const wrong = Object.keys(refused).length + Object.keys(faults).length > 0;
          const isOpen = open === draft.id || wrong;
          return (
            <>
              <Summary
                {...{ draft, isOpen, wrong, fixed }}
                turn={() => setOpen(open === draft.id ? undefined : draft.id)}
                remove={() => remove(draft, at)}
              />
              {isOpen ? (
                <FieldEditor
                  kind={kind}
                  draft={draft}
                  set={(changes) => set(drafts.map((each) => (each.id === draft.id ? { ...each, ...changes } : each)))}
                  problemOf={(part) => {
                    const fault = Object.entries(faults).find(([wrong]) => wrong === part)?.[1];
                    return fault === undefined ? refused[API_PARTS[part] ?? part] : t.wrong[fault];
                  }}
                />
              ) : null}
            </>
          );
        }}
      </SortableList>
      {fixed ? null : <AddField add={add} full={drafts.length >= MOST} />}
    </section>
  );
};

/** Parts that the API calls otherwise. */
const API_PARTS: Readonly<Record<string, string>> = {
  fixed: 'default_value',
  megabytes: 'max_bytes',
  earliest: 'minimum',
  latest: 'maximum',
};
