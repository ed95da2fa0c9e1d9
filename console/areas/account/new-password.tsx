import { TextField } from '../../parts/fields.tsx';
import type { FieldOf } from '../../parts/form.tsx';
import { account } from './texts.ts';

/** Asks for a password of one's own choice. */
export const NewPassword = (field: FieldOf<string>) => (
  <TextField
    {...field}
    label={account.t.password}
    hint={account.t.passwordHint}
    type="password"
    autocomplete="new-password"
    required
  />
);
