import { z } from 'zod';

type LimitRow = {
  /** What a key of this limit is: addresses of the network are cut to what one subscriber has. */
  by: 'address' | 'email' | 'user' | 'project' | 'person';
  /** How many in how many seconds, unless the variable says otherwise. */
  usual: `${number}/${number}`;
  /** Of what there were too many, as the beginning of a sentence. */
  tooMany: string;
  describe: string;
};

/** Every limit by its name; its variable is `RATE_` and the name in capitals. */
export const limitTable = {
  sign_in_link_per_email: {
    by: 'email',
    usual: '5/900',
    tooMany: 'Too many sign-in mails were asked for with this address',
    describe: 'Sign-in mails to one e-mail address, as number/seconds.',
  },
  sign_in_link_per_address: {
    by: 'address',
    usual: '30/900',
    tooMany: 'Too many sign-in mails were asked for from this network',
    describe: 'Sign-in mails asked for from one network address, as number/seconds.',
  },
  sign_in_per_address: {
    by: 'address',
    usual: '60/900',
    tooMany: 'Too many attempts to sign in came from this network',
    describe: 'Attempts to sign in from one network address, as number/seconds.',
  },
  invitation_per_user: {
    by: 'user',
    usual: '100/3600',
    tooMany: 'You have made many invitations',
    describe: 'Invitations that one person makes, as number/seconds.',
  },
  invitation_look_per_address: {
    by: 'address',
    usual: '120/900',
    tooMany: 'Too many invitations were opened from this network',
    describe: 'Invitations opened from one network address, as number/seconds.',
  },
  email_change_per_user: {
    by: 'user',
    usual: '5/3600',
    tooMany: 'You have changed your address often',
    describe: 'Changes of their own e-mail address that one person asks for, as number/seconds.',
  },
  join_per_address: {
    by: 'address',
    usual: '1000/60',
    tooMany: 'Many people join from this network',
    describe: 'Joins from one network address, which a whole class may share, as number/seconds.',
  },
  join_per_project: {
    by: 'project',
    usual: '5000/60',
    tooMany: 'Many people join this study',
    describe: 'Joins of one project, as number/seconds.',
  },
  join_per_person: {
    by: 'person',
    usual: '30/60',
    tooMany: 'You have joined many times',
    describe: 'Joins of one person in a project, by the id that a recruiter gave, as number/seconds.',
  },
  change_per_user: {
    by: 'user',
    usual: '1200/60',
    tooMany: 'You have changed a lot',
    describe: 'Changes by one signed-in person, of all kinds together, as number/seconds.',
  },
} as const satisfies Record<string, LimitRow>;

export type LimitName = keyof typeof limitTable;

export const limitNames = Object.keys(limitTable) as LimitName[];

export type LimitVariable = `RATE_${Uppercase<LimitName>}`;

export const variableOf = (name: LimitName): LimitVariable =>
  `RATE_${name.toUpperCase() as Uppercase<LimitName>}`;

/** Redis counts in whole seconds, and a number that overflows would be no limit. */
const rateShape = /^[1-9]\d{0,8}\/[1-9]\d{0,5}$/;

const rateVariable = ({ usual, describe }: LimitRow): z.ZodType<string, string | undefined> =>
  z
    .string()
    .regex(rateShape, { error: 'expected number/seconds, such as 5/900' })
    .default(usual)
    .describe(describe);

/** What the limits need of the process's environment. */
export const limitVariables = Object.fromEntries(
  limitNames.map((name) => [variableOf(name), rateVariable(limitTable[name])]),
) as Record<LimitVariable, ReturnType<typeof rateVariable>>;

export type LimitConfig = Readonly<Record<LimitVariable, string>>;

/** Of `5/900`, the two numbers. */
export const readRate = (rate: string): { points: number; duration: number } => {
  const [points = 0, duration = 0] = rate.split('/').map(Number);
  return { points, duration };
};
