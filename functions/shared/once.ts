import { ConditionFailed } from '../../table/store.ts';

/**
 * Creates what carries the merchant's own key at most once: whoever asks again gets what the first request made, also
 * when both come at the same moment.
 * @param repeated what was made under the key before; it throws `conflict` when that had other content.
 * @param create stores it under the condition `external_key_taken`.
 */
export const oncePerKey = async <T>(
  external: string | undefined,
  repeated: (external: string) => Promise<T | undefined>,
  create: () => Promise<T>,
): Promise<T> => {
  const earlier = external === undefined ? undefined : await repeated(external);
  if (earlier !== undefined) return earlier;
  try {
    return await create();
  } catch (error) {
    const taken = error instanceof ConditionFailed && error.condition === 'external_key_taken';
    const other = taken && external !== undefined ? await repeated(external) : undefined;
    if (other === undefined) throw error;
    return other;
  }
};
