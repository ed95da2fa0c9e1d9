import { useState } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { SelectField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { currencyOptions, zoneOptions } from '../../../parts/places.ts';
import { api, chooseProgram, meetPerson } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { Secret } from './secret.tsx';
import { settings } from './texts.ts';

const MODES = ['test', 'live'] as const;

interface Asked {
  readonly name: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly mode: (typeof MODES)[number];
}

interface Made {
  readonly key: string;
  readonly secret_key: string;
}

const Fields = ({ made, close }: { readonly made: (program: Made) => void; readonly close: () => void }) => {
  const { program: t } = settings.t;
  const { currency, time_zone } = settingsOfProgram();
  const form = useForm<Asked>({
    initial: { name: '', currency, time_zone, mode: 'test' },
    guard: false,
    send: async (body) => made(await api.post('/v2/merchant/programs', { body })),
  });
  return (
    <Form form={form} action={t.create} cancel={close}>
      <TextField {...form.field('name')} label={t.name} required />
      <SelectField {...form.field('currency')} label={t.currency} hint={t.never} options={currencyOptions()} />
      <SelectField {...form.field('time_zone')} label={t.zone} hint={t.never} options={zoneOptions()} />
      <SelectField
        {...form.field('mode')}
        label={t.mode}
        hint={t.modeHint}
        options={MODES.map((value) => ({ value, title: t.modes[value] }))}
      />
    </Form>
  );
};

/** Another program of the merchant, with the first key of it, shown this once. */
export const NewProgram = () => {
  const { program: t, keys } = settings.t;
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made>();
  const close = (): void => {
    setOpen(false);
    setMade(undefined);
  };
  const goThere = async (key: string): Promise<void> => {
    await meetPerson('merchant');
    close();
    chooseProgram(key);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.another}</Button>
      {open ? (
        <Dialog title={t.another} close={close}>
          {made === undefined ? (
            <Fields made={setMade} close={close} />
          ) : (
            <>
              <Secret text={made.secret_key} />
              <footer class="dialog-foot">
                <Button onClick={close}>{keys.kept}</Button>
                <Button kind="primary" onClick={() => void goThere(made.key)}>
                  {t.goThere}
                </Button>
              </footer>
            </>
          )}
        </Dialog>
      ) : null}
    </>
  );
};
