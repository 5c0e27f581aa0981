/** The pages of the guide by their address under `/help`: any other is not there, which the server's status says too. */
export const GUIDE_SLUGS = ['', 'participants', 'projector', 'privacy', 'when-something-goes-wrong'] as const
export type GuideSlug = (typeof GUIDE_SLUGS)[number]
