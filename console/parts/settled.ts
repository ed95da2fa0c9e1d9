import { useEffect, useState } from 'preact/hooks';

/** A value once it has not changed for a while: what is typed or built is asked about when the person pauses. */
export const useSettled = <Value>(value: Value, pauseMs = 350): Value => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const pause = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(pause);
  }, [value, pauseMs]);
  return settled;
};
