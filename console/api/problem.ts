import { ERROR_STATUS, type ErrorCode, type FieldProblem } from '../../domain/errors.ts';

/** Why the API refused something, in its own words. `offline`: no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ErrorCode | 'offline';
  /** The rule that was broken, such as `currency_mismatch`. */
  readonly reason: string | undefined;
  /** The field that is at fault. */
  readonly param: string | undefined;
  /** One entry for each wrong field. */
  readonly fields: readonly FieldProblem[];
  /** What support asks for. */
  readonly requestId: string | undefined;

  constructor(code: ErrorCode | 'offline', message: string, details: Partial<ApiProblem> = {}) {
    super(message);
    this.code = code;
    this.reason = details.reason;
    this.param = details.param;
    this.requestId = details.requestId;
    const named = this.param === undefined ? [] : [{ param: this.param, message }];
    this.fields = details.fields === undefined || details.fields.length === 0 ? named : details.fields;
  }
}

interface RefusalBody {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly reason?: string;
    readonly param?: string;
    readonly fields?: readonly FieldProblem[];
    readonly request_id?: string;
  };
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code);

const codeOf = (status: number): ErrorCode => {
  const [found] = Object.entries(ERROR_STATUS).find(([, known]) => known === status) ?? ['internal'];
  return isCode(found) ? found : 'internal';
};

/** The refusal in an answer; whatever is no refusal of the API (a proxy's page) is told by its status. */
export const problemOf = async (response: Response): Promise<ApiProblem> => {
  const body: RefusalBody = await response.json().catch(() => ({}));
  const { code, message, request_id, ...rest } = body.error ?? {};
  return new ApiProblem(
    code !== undefined && isCode(code) ? code : codeOf(response.status),
    message ?? `The server answered with ${response.status}.`,
    { ...rest, requestId: request_id },
  );
};

/** What to show of anything that was thrown. */
export const problemFrom = (thrown: unknown): ApiProblem =>
  thrown instanceof ApiProblem
    ? thrown
    : new ApiProblem('internal', thrown instanceof Error ? thrown.message : String(thrown));
