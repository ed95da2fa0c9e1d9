/** Indexes that many writers of one program share are spread over so many partitions. */
export const SHARDS = [0, 1, 2, 3] as const;

/** A small stable hash (FNV-1a). */
export const hashOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
};

/** The shard of a key, so that any reader can find it again. */
export const shardOf = (key: string): number => hashOf(key) % SHARDS.length;
