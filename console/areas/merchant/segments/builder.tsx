import { Button } from '../../../parts/button.tsx';
import type { Option } from '../../../parts/filters.tsx';
import { segments } from './texts.ts';
import { type Branch, isBranch, MOST_LEVELS, type Node, replaced } from './tree.ts';

interface BuilderProps {
  readonly tree: Branch;
  readonly set: (tree: Branch) => void;
  readonly options: readonly Option[];
  readonly disabled: boolean;
}

interface GroupProps extends BuilderProps {
  readonly branch: Branch;
  readonly path: readonly number[];
}

const TagRow = ({
  tag,
  path,
  ...builder
}: BuilderProps & { readonly tag: string; readonly path: readonly number[] }) => {
  const { t } = segments;
  const { tree, set, options, disabled } = builder;
  const name = options.find(({ value }) => value === tag)?.title ?? tag;
  return (
    <div class="segment-row">
      <select
        aria-label={t.tag}
        value={tag}
        disabled={disabled}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          set(replaced(tree, path, () => ({ tag: chosen })));
        }}
      >
        {tag === '' ? <option value="">{t.chooseTag}</option> : null}
        {options.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      {disabled ? null : (
        <Button kind="plain" label={t.removeTag(name)} onClick={() => set(replaced(tree, path, () => undefined))}>
          <span aria-hidden="true">✕</span>
        </Button>
      )}
    </div>
  );
};

const Head = ({ branch, path, tree, set, disabled }: GroupProps) => {
  const { t } = segments;
  return (
    <div class="segment-head">
      <select
        aria-label={t.how}
        value={branch.of}
        disabled={disabled}
        onChange={(event) => {
          const of = event.currentTarget.value === 'and' ? 'and' : 'or';
          set(replaced(tree, path, () => ({ ...branch, of })));
        }}
      >
        <option value="and">{t.allOf}</option>
        <option value="or">{t.oneOf}</option>
      </select>
      {disabled || path.length === 0 ? null : (
        <Button kind="plain" label={t.removeGroup} onClick={() => set(replaced(tree, path, () => undefined))}>
          <span aria-hidden="true">✕</span>
        </Button>
      )}
    </div>
  );
};

const Group = (group: GroupProps) => {
  const { t } = segments;
  const { branch, path, tree, set, options, disabled } = group;
  const word = branch.of === 'and' ? t.and : t.or;
  const add = (node: Node): void => set(replaced(tree, path, () => ({ ...branch, parts: [...branch.parts, node] })));
  return (
    <fieldset class="segment-group">
      <legend class="unseen">{branch.of === 'and' ? t.allOf : t.oneOf}</legend>
      <Head {...group} />
      <ul class="segment-parts">
        {branch.parts.map((part, place) => (
          // Parts have no keys of their own: their place is what they are.
          <li key={`${path.join('.')}.${place}`}>
            {place === 0 ? null : <span class="segment-word">{word}</span>}
            {isBranch(part) ? (
              <Group {...group} branch={part} path={[...path, place]} />
            ) : (
              <TagRow {...{ tree, set, options, disabled }} tag={part.tag} path={[...path, place]} />
            )}
          </li>
        ))}
      </ul>
      {disabled ? null : (
        <div class="actions">
          <Button onClick={() => add({ tag: '' })}>{t.addTag}</Button>
          {path.length + 1 < MOST_LEVELS ? (
            <Button onClick={() => add({ of: branch.of === 'and' ? 'or' : 'and', parts: [{ tag: '' }] })}>
              {t.addGroup}
            </Button>
          ) : null}
        </div>
      )}
    </fieldset>
  );
};

/** Builds an expression of tags: groups of which all or one must hold, inside each other. */
export const Builder = (builder: BuilderProps) => <Group {...builder} branch={builder.tree} path={[]} />;
