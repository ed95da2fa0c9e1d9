/** The name of a variable that the stack must set for this function. Without it the function cannot start. */
export const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

/** A variable that may be left empty. */
export const optionalEnv = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};
