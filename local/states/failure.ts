/** An error of a state by its name in the Amazon States Language; Retry and Catch choose by the name. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** A definition that the local runtime cannot run; the message names the machine, the state and the field. */
export class UnsupportedDefinition extends Error {
  override readonly name = 'UnsupportedDefinition';
}
