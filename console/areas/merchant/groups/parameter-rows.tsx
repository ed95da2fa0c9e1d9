import { useId } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import type { FieldOf } from '../../../parts/form.tsx';
import { type Row, rowFaults } from './addresses.ts';
import { groups } from './texts.ts';

const MOST = 20;

interface RowProps {
  readonly row: Row;
  readonly fault: 'bad' | 'same' | undefined;
  readonly set: (row: Row) => void;
  readonly remove: () => void;
}

const ParameterRow = ({ row, fault, set, remove }: RowProps) => {
  const { t } = groups;
  const id = useId();
  return (
    <li class={fault === undefined ? 'parameter' : 'parameter field-wrong'}>
      <div class="parameter-line">
        <input
          aria-label={t.parameterName}
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : `${id}-problem`}
          placeholder={t.parameterName}
          autocomplete="off"
          value={row.name}
          onInput={(event) => set({ ...row, name: event.currentTarget.value })}
        />
        <input
          aria-label={t.parameterValue}
          placeholder={t.parameterValue}
          autocomplete="off"
          maxLength={200}
          value={row.value}
          onInput={(event) => set({ ...row, value: event.currentTarget.value })}
        />
        <Button kind="plain" label={t.removeParameter(row.name)} onClick={remove}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
      {fault === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {fault === 'bad' ? t.badParameter : t.sameParameter}
        </p>
      )}
    </li>
  );
};

/** Names and values that visits get besides the UTM parameters. */
export const ParameterRows = ({ value: rows, set, problem }: FieldOf<readonly Row[]>) => {
  const { t } = groups;
  const faults = rowFaults(rows);
  return (
    <>
      {rows.length === 0 ? null : (
        <ul class="parameters">
          {rows.map((row, at) => (
            <ParameterRow
              key={at}
              row={row}
              fault={row.name === '' ? undefined : faults[at]}
              set={(next) => set(rows.with(at, next))}
              remove={() => set(rows.toSpliced(at, 1))}
            />
          ))}
        </ul>
      )}
      {problem === undefined || faults.some((fault) => fault !== undefined) ? null : (
        <p class="field-problem">{problem}</p>
      )}
      <div>
        <Button disabled={rows.length >= MOST} onClick={() => set([...rows, { name: '', value: '' }])}>
          {t.addParameter}
        </Button>
      </div>
    </>
  );
};
