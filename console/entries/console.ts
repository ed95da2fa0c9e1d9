import { enter } from '../app/enter.ts';

void enter(() => import('../app/console-app.tsx'));
