/** Socket.IO's delivery rooms; a session's id is its group's id, so one function serves teams and sessions. */
export const noticeRoom = 'notice';

export const userRoom = (userId: number): string => `user-${String(userId)}`;

export const groupRoom = (groupId: number): string => `group-${String(groupId)}`;
