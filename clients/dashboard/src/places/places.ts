import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { useMe } from '../logins/index.ts';
import type { WordKey } from '../platform/language/language.ts';
import { useTeam } from '../teams/index.ts';

/** A page that the rail and the palette lead to, by the name of its route. */
export interface Place {
  name: string;
  label: WordKey;
  icon: string;
}

interface Places {
  ofTeam: ComputedRef<Place[]>;
  ofPlatform: ComputedRef<Place[]>;
  own: Place[];
}

const own: Place[] = [{ name: 'account', label: 'account.account', icon: 'i-lucide-circle-user-round' }];

/** The pages that this person may open. */
export const usePlaces = (): Places => {
  const me = useMe();
  const current = useTeam();

  const ofTeam = computed<Place[]>(() => [
    { name: 'projects', label: 'places.projects', icon: 'i-lucide-message-square-text' },
    { name: 'people', label: 'memberships.people', icon: 'i-lucide-users' },
    ...(current.may('audit.read')
      ? [{ name: 'activity', label: 'audit.activity', icon: 'i-lucide-history' } as const]
      : []),
    { name: 'team', label: 'teams.settings', icon: 'i-lucide-settings-2' },
  ]);
  const ofPlatform = computed<Place[]>(() => [
    ...(me.may('user.read')
      ? [{ name: 'admin-users', label: 'admin.users', icon: 'i-lucide-user-round-cog' } as const]
      : []),
    ...(me.may('platform_audit.read')
      ? [{ name: 'admin-activity', label: 'audit.platform_activity', icon: 'i-lucide-scroll-text' } as const]
      : []),
    ...(me.may('notice.create')
      ? [{ name: 'admin-notices', label: 'admin.notices', icon: 'i-lucide-megaphone' } as const]
      : []),
  ]);
  return { ofTeam, ofPlatform, own };
};
