/** What names a partner apart from its keys and address. */
export interface Named {
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly company?: string | undefined;
}

/** What a partner is called, the same everywhere: by its own name, else by its company. */
export const partnerName = ({ first_name, last_name, company }: Named): string | undefined => {
  const person = [first_name, last_name].filter((part) => part !== undefined && part !== '').join(' ');
  if (person !== '') return person;
  return company === '' ? undefined : company;
};
