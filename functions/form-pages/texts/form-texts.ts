import type { ProblemSentences } from '../../../domain/form-problems.ts';
import type { FormKind } from '../../../domain/forms.ts';

/** Every text of the public forms, besides the words of the merchant. A language without one of them does not compile. */
export interface FormTexts {
  /** What forms and their built-in fields are called unless the merchant has changed it, by the words that it began with. */
  readonly defaults: {
    readonly titles: Readonly<Record<FormKind, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly required: string;
  readonly choose: string;
  readonly send: string;
  readonly next: string;
  readonly sent: { readonly title: string; readonly text: string };
  /** What follows an application, below `sent`: a mail says that it came, and another one what became of it. */
  readonly applied: string;
  readonly unavailable: { readonly title: string; readonly text: string };
  readonly busy: { readonly title: string; readonly text: string };
  /** Above the list of what is wrong, and before the title of the window. */
  readonly check: string;
  readonly error: string;
  readonly problems: ProblemSentences;
  readonly acceptTerms: { readonly before: string; readonly link: string; readonly after: string };
  readonly termsMissing: string;
  readonly termsChanged: string;
  readonly tooFast: string;
  readonly loadedAgain: string;
  readonly leaveEmpty: string;
  readonly files: {
    readonly title: string;
    readonly text: string;
    readonly optional: string;
    readonly choose: (most: string) => string;
    readonly kind: string;
    readonly upload: string;
    readonly done: string;
    readonly another: string;
    readonly missing: string;
    readonly wrongType: string;
    /** What files are called, by their content types; others by the end of their type. */
    readonly kinds: Readonly<Record<string, string>>;
  };
  readonly footer: { readonly imprint: string; readonly privacy: string; readonly terms: string };
}
