import type en from './arithmetic.en.ts';

export default {
  eventAmount: (amount) => `Der Betrag des Ereignisses ist ${amount}.`,
  base: (amount, counted, all) => `Es zählen ${amount}: ${counted} von ${all} Posten.`,
  flat: (amount) => `Das Angebot ist ${amount} je Mal.`,
  share: (percent, of, is) => `${percent} von ${of} sind ${is}, kaufmännisch gerundet.`,
  cap: (amount) => `Eine Prämie ist höchstens ${amount}.`,
  monthCap: (amount) => `Von dem, was im Monat höchstens zu verdienen ist, waren noch ${amount} übrig.`,
  ofSale: (percent, of, is) => `Sie bekommen ${percent} vom Verkauf des Geworbenen über ${of}: ${is}.`,
  ofReward: (percent, of, is) => `Sie bekommen ${percent} von der Prämie des Geworbenen über ${of}: ${is}.`,
  best: () => 'Nur das beste Angebot, das passt, zählt.',
  byHand: (amount) => `Das Programm hat Ihnen ${amount} gegeben.`,
  reward: (amount) => `Die Prämie war ${amount}.`,
  adjusted: (by, to) => `Das Programm hat sie um ${by} auf ${to} geändert.`,
  tookBack: (amount, left) => `Eine Erstattung hat ${amount} zurückgenommen: ${left} bleiben.`,
} satisfies typeof en;
