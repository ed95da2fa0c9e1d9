import { MAX_TARGET_SEGMENTS } from '../../domain/targets.ts';
import type { PortalPage } from '../api/operations.ts';
import { parts } from '../app/texts.ts';
import { ChoiceField } from './choice-field.tsx';
import { nameIn, optionsOf, useGroups, useSegments } from './definitions.ts';
import { SelectField } from './fields.tsx';
import type { FieldOf } from './form.tsx';

/** Whom something is for, as the API says it. */
type ApiTarget = PortalPage['target'];

/** Whom something is for, as a form holds it: what was chosen of each kind stays while another kind is looked at. */
export interface TargetValue {
  readonly type: ApiTarget['type'];
  readonly groups: readonly string[];
  readonly segments: readonly string[];
}

/** What a form begins with. */
export const targetValue = (target: ApiTarget = { type: 'all' }): TargetValue => ({
  type: target.type,
  groups: target.group_keys ?? [],
  segments: target.segment_keys ?? [],
});

/** What is sent. */
export const targetOf = ({ type, groups, segments }: TargetValue): ApiTarget => {
  switch (type) {
    case 'all':
      return { type };
    case 'groups':
      return { type, group_keys: groups };
    case 'segments':
      return { type, segment_keys: segments };
  }
};

/** What is wrong with it before it is sent: that nobody is chosen. */
export const targetFault = ({ type, groups, segments }: TargetValue): string | undefined =>
  (type === 'groups' && groups.length === 0) || (type === 'segments' && segments.length === 0)
    ? parts.t.target.nobody
    : undefined;

/** Chooses whom something is for: everybody, groups or segments. */
export const TargetField = ({ value, set, name, problem }: FieldOf<TargetValue>) => {
  const t = parts.t.target;
  const [groups, segments] = [useGroups(), useSegments()];
  const options = (['all', 'groups', 'segments'] as const).map((type) => ({ value: type, title: t.types[type] }));
  const at = value.type === 'all' ? problem : undefined;
  return (
    <>
      <SelectField
        name={`${name}.type`}
        label={t.label}
        value={value.type}
        set={(type) => set({ ...value, type })}
        problem={at}
        options={options}
      />
      {value.type === 'groups' ? (
        <ChoiceField
          name={`${name}.groups`}
          label={t.types.groups}
          value={value.groups}
          set={(chosen) => set({ ...value, groups: chosen })}
          options={optionsOf(groups.data)}
          names={Object.fromEntries(value.groups.map((key) => [key, nameIn(groups.data, key)]))}
          problem={problem}
        />
      ) : null}
      {value.type === 'segments' ? (
        <ChoiceField
          name={`${name}.segments`}
          label={t.types.segments}
          hint={t.anySegment}
          value={value.segments}
          set={(chosen) => set({ ...value, segments: chosen })}
          options={optionsOf(segments.data)}
          most={MAX_TARGET_SEGMENTS}
          problem={problem}
        />
      ) : null}
    </>
  );
};

/** Whom something is for, in a few words. */
export const targetText = (target: ApiTarget): string => {
  const t = parts.t.target;
  switch (target.type) {
    case 'all':
      return t.types.all;
    case 'groups':
      return t.groups((target.group_keys ?? []).length);
    case 'segments':
      return t.segments((target.segment_keys ?? []).length);
  }
};
