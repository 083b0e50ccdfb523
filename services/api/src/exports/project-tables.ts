import type { ExportTable } from '@convomatic/contracts';
import type { TeamScope } from '../platform/scopes.ts';
import type { Table } from './columns.ts';
import { absences, assignments, outcomes, participants } from './people-tables.repository.ts';
import type { ProjectPart } from './project-part.ts';
import { messages, notes, promptDeliveries, sessions } from './talk-tables.repository.ts';

export const projectTables: Record<ExportTable, (part: TeamScope & ProjectPart) => Table> = {
  messages,
  sessions,
  participants,
  prompt_deliveries: promptDeliveries,
  notes,
  assignments,
  outcomes,
  absences,
};
