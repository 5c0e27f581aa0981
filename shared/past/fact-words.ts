const FACT_WORDS: Readonly<Record<string, string>> = {
  title: 'Title of the board',
  organisation: 'Organisation',
  strategy: 'Strategy',
  rule: 'Rule for agreement',
  paper: 'Front sheet of the paper',
  source: 'Publication',
  objective: 'Objective',
  theme: 'Theme',
  chapter: 'Chapter',
  column: 'Words of a column',
  milestone: 'Milestone',
  consultee: 'Consulted body',
}

/** What a key of the board's own facts is called: `source/F` is the publication F. */
export function factName(key: string): string {
  const [list = '', id] = key.split('/')
  return id === undefined ? (FACT_WORDS[list] ?? list) : `${FACT_WORDS[list] ?? list} ${id}`
}
