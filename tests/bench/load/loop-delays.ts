/** How long a server's event loop was held, as its own metrics tell it. */

/** Between two looks of the timer that prom-client's standard metrics have; each delay has it in it. */
export const LOOK_MS = 10

export interface LoopDelays {
  p50: number
  p99: number
  max: number
}

/** In milliseconds, since they were asked for last: each look at the metrics begins the histogram anew. */
export async function loopDelays(port: number): Promise<LoopDelays> {
  const text = await (await fetch(`http://localhost:${port}/metrics`)).text()
  const read = (name: string) =>
    Number(
      new RegExp(`^\\w*nodejs_eventloop_lag_${name}_seconds(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1],
    ) * 1000
  return { p50: read('p50'), p99: read('p99'), max: read('max') }
}
