/** Whether the device has a way of its own to share: phones do. */
export const canShare = (): boolean => typeof navigator.share === 'function';

/** Opens the device's own way to share an address. Whoever closes it again has changed their mind, and that is all. */
export const share = async (url: string, title?: string): Promise<void> => {
  try {
    await navigator.share({ url, ...(title === undefined ? {} : { title }) });
  } catch {
    // Closed without sharing.
  }
};
