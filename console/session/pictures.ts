/**
 * A picture of the program as this page loads it: from the page's own host, where the API answers as well. So it is the
 * page's own also at a host of the merchant's, whose policy takes pictures of others by https only.
 */
export const ownPicture = (address: string): string => {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
};
