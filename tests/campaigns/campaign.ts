/**
 * How often a campaign is asked to try: a few times in every test run, as often as wanted by command.
 *
 * `npm run campaign -- <name> --times <n> --seed <n>` sets the environment this reads.
 */
export interface Times {
  times: number
  seed: number
  /** Whether somebody asked for it and wants to be told how it goes. */
  isAsked: boolean
}

export function timesOf(name: string, share: number): Times {
  const { CAMPAIGN, CAMPAIGN_TIMES, CAMPAIGN_SEED } = process.env
  const isAsked = CAMPAIGN === name
  return {
    times: isAsked && CAMPAIGN_TIMES ? Number(CAMPAIGN_TIMES) : share,
    seed: isAsked && CAMPAIGN_SEED ? Number(CAMPAIGN_SEED) : 1,
    isAsked,
  }
}
