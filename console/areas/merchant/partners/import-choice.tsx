import { parts } from '../../../app/texts.ts';
import { Button } from '../../../parts/button.tsx';
import { downloadText } from '../../../parts/csv.ts';
import { SelectField, TextField } from '../../../parts/fields.tsx';
import { FileField } from '../../../parts/file-field.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { asksFor, type ImportValues, KINDS, ORDERS, SOURCES } from './import-values.ts';
import { imports } from './texts.ts';

/** Spreadsheets call their files by other types too. */
const TYPES = ['text/csv', 'application/vnd.ms-excel', 'text/plain'];
const MOST_BYTES = 10 * 1024 * 1024;

const EXAMPLE =
  'email,first_name,last_name,company,country,partner_key,group,tags,status,joined_at\r\n' +
  'anna@partners.example,Anna,Ashe,Ashe Media,DE,anna-1,Resellers,vip|eu,active,2024-05-31\r\n';

const start = async () => {
  const { file, url, fields } = await api.post('/v2/imports/uploads');
  return { upload: { url, fields }, key: file };
};

const NOTHING: ImportValues = {
  ...{ source: 'csv', kind: 'partners', file: '', order: 'iso' },
  ...{ key: '', secret: '', account: '' },
};

const wrongIn = (values: ImportValues): Readonly<Partial<Record<keyof ImportValues, string>>> => {
  if (values.source === 'csv') return values.file === '' ? { file: imports.t.noFile } : {};
  const missing = asksFor(values.source).filter((name) => values[name].trim() === '');
  return Object.fromEntries(missing.map((name) => [name, parts.t.form.missing]));
};

/** Chooses what is imported. */
export const ImportChoice = ({ dryRun }: { readonly dryRun: (values: ImportValues) => Promise<void> }) => {
  const { t } = imports;
  const form = useForm<ImportValues>({ initial: NOTHING, guard: false, check: wrongIn, send: dryRun });
  const { source } = form.values;
  return (
    <Card title={t.choose}>
      <p>{t.chooseText}</p>
      <Form form={form} action={t.dryRun}>
        <SelectField
          {...form.field('source')}
          label={t.source}
          options={SOURCES.map((value) => ({ value, title: t.systems[value] }))}
        />
        {source === 'csv' ? (
          <>
            <SelectField
              {...form.field('kind')}
              label={t.kind}
              options={KINDS.map((value) => ({ value, title: t.kinds[value] }))}
            />
            <FileField
              {...form.field('file')}
              label={t.file}
              hint={t.fileHint}
              required
              types={TYPES}
              mostBytes={MOST_BYTES}
              start={start}
            />
            <div class="actions">
              <Button onClick={() => downloadText('partners.csv', EXAMPLE, 'text/csv;charset=utf-8')}>
                {t.example}
              </Button>
            </div>
            <SelectField
              {...form.field('order', 'date_order')}
              label={t.order}
              hint={t.orderHint}
              options={ORDERS.map((value) => ({ value, title: t.orders[value] }))}
            />
          </>
        ) : (
          asksFor(source).map((name) => (
            <TextField
              key={name}
              {...form.field(name, `credentials.${name === 'account' ? 'account_id' : name}`)}
              label={t.access[name]}
              hint={name === 'key' ? t.accessHint : undefined}
              type={name === 'account' ? 'text' : 'password'}
              required
            />
          ))
        )}
      </Form>
    </Card>
  );
};
