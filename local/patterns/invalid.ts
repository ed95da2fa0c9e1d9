/** The pattern is none that EventBridge would accept; the message says where and why. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}
