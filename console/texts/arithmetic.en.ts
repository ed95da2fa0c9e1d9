/** How a reward was worked out, a sentence a step, for the partner. */
export default {
  eventAmount: (amount: string) => `The amount of the event is ${amount}.`,
  base: (amount: string, counted: string, all: string) => `${amount} is counted: ${counted} of ${all} lines.`,
  flat: (amount: string) => `The offer is ${amount} each time.`,
  share: (percent: string, of: string, is: string) => `${percent} of ${of} is ${is}, rounded half up.`,
  cap: (amount: string) => `One reward is at most ${amount}.`,
  monthCap: (amount: string) => `${amount} was left of the most that can be earned in a month.`,
  ofSale: (percent: string, of: string, is: string) => `You get ${percent} of your recruit’s sale of ${of}: ${is}.`,
  ofReward: (percent: string, of: string, is: string) => `You get ${percent} of your recruit’s reward of ${of}: ${is}.`,
  best: () => 'Only the best offer that fits counts.',
  byHand: (amount: string) => `The program gave you ${amount}.`,
  reward: (amount: string) => `The reward was ${amount}.`,
  adjusted: (by: string, to: string) => `The program changed it by ${by} to ${to}.`,
  tookBack: (amount: string, left: string) => `A refund took back ${amount}: ${left} is left.`,
};
