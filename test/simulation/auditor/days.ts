/** Days as text, counted in UTC: the simulation needs no other calendar. */
const day = 86_400_000;

export function plusDays(text: string, days: number): string {
  return new Date(Date.parse(text) + days * day).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day);
}
