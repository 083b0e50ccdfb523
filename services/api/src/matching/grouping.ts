/** Somebody who waits; with the name that they asked for. */
export type Waiter = { id: number; user_id: number; name: string | null };

export type Group = Waiter[];

/** Who waits, oldest first, and which of their users are present. */
export type Queue = { waiting: Waiter[]; present: Set<number> };

/** Full groups alone, oldest first; whoever is absent keeps the place and is passed over. */
export const formFullGroups = ({ waiting, present }: Queue, target: number): Group[] => {
  const there = waiting.filter(({ user_id }) => present.has(user_id));
  return Array.from({ length: Math.floor(there.length / target) }, (_, index) =>
    there.slice(index * target, (index + 1) * target),
  );
};

/** Groups without one that lost a member: a part of a group is none. */
export const keepWhole = (groups: Group[], stillWaiting: Set<number>): Group[] =>
  groups.filter((group) => group.every(({ id }) => stillWaiting.has(id)));

export type LimitPlan = { groups: Group[]; finished: Waiter[] };

type Sizes = { min: number; target: number };

/** Those whose time is up start in a smaller group, with the oldest others, if enough are present; else it is over. */
export const planAtLimit = (queue: Queue, { min, target }: Sizes, expired: Set<number>): LimitPlan => {
  const taken = new Set<number>();
  const plan: LimitPlan = { groups: [], finished: [] };
  for (const person of queue.waiting.filter(({ id }) => expired.has(id))) {
    if (taken.has(person.id)) continue;
    const free = queue.waiting.filter(({ id, user_id }) => queue.present.has(user_id) && !taken.has(id));
    const others = free.filter(({ id }) => id !== person.id).slice(0, target - 1);
    const chosen = new Set([person, ...others]);
    const isEnough = queue.present.has(person.user_id) && chosen.size >= min;
    if (!isEnough) {
      plan.finished.push(person);
      taken.add(person.id);
      continue;
    }
    plan.groups.push(queue.waiting.filter((waiter) => chosen.has(waiter)));
    for (const { id } of chosen) taken.add(id);
  }
  return plan;
};
