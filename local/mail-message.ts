/** A mail as it was handed to SES. */
export interface Mail {
  readonly id: number;
  readonly messageId: string;
  readonly sentAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export type Content = Pick<Mail, 'subject' | 'text' | 'html'>;
