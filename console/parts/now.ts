import { useEffect, useState } from 'preact/hooks';
import { mayTravel, readClock } from './time-travel.ts';

const MINUTE = 60_000;

/** Now, as the product sees it: on one machine its clock may be another one than that of the browser. */
export const useNow = (): number | undefined => {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    const look = async (): Promise<void> => {
      const clock = mayTravel() ? await readClock() : undefined;
      setNow(clock === undefined ? Date.now() : Date.parse(clock.now));
    };
    void look();
    const timer = setInterval(() => void look(), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
};
