/**
 * The files by what they are for, as people choose them: what each thing is, and the forms it comes in.
 *
 * Only words; the writers are in `registry.ts`, which no browser loads.
 */

export interface FileForm {
  file: string
  /** What opens it: Word, Excel, a calendar. */
  opens: string
  /** Facilitators alone have it. */
  isFull?: true
}

export interface FileThing {
  id:
    | 'paper'
    | 'briefings'
    | 'changes'
    | 'feedback'
    | 'mapping'
    | 'timetable'
    | 'new-actions'
    | 'board'
    | 'archive'
  title: string
  /** What it is for, in a line. */
  line: string
  forms: readonly FileForm[]
}

export const FILE_GROUPS: readonly { title: string; things: readonly FileThing[] }[] = [
  {
    title: 'For the meeting',
    things: [
      {
        id: 'paper',
        title: 'Board paper',
        line: 'At most about four pages: the figures, what is proposed, where opinion divided, recommendations. What is missing says so.',
        forms: [
          { file: 'board-paper.docx', opens: 'Word' },
          { file: 'board-paper.html', opens: 'web page, to print' },
        ],
      },
      {
        id: 'briefings',
        title: 'Briefings',
        line: 'For each lead: what is asked, the statements it answers and why, and what is still missing.',
        forms: [{ file: 'briefings.docx', opens: 'Word' }],
      },
      {
        id: 'changes',
        title: 'What has changed',
        line: 'Since the last sealed version, or since the one before: counts side by side, then each change. Versions has it between any two.',
        forms: [{ file: 'changes.docx', opens: 'Word, the annex' }],
      },
      {
        id: 'feedback',
        title: 'Feedback and answers',
        line: 'What a committee said of actions, work streams and the plan: accepted, partly or not, and because. Comments are in no public file; facilitators decide whom it goes to.',
        forms: [{ file: 'feedback.docx', opens: 'Word, the annex', isFull: true }],
      },
      {
        id: 'mapping',
        title: 'Mapping',
        line: 'Every statement with its category, why, what we will do, who leads and by when. The Word file is the annex, the workbook is for working on.',
        forms: [
          { file: 'mapping.docx', opens: 'Word' },
          { file: 'mapping.xlsx', opens: 'Excel' },
          { file: 'mapping.csv', opens: 'any spreadsheet' },
          { file: 'mapping.html', opens: 'web page, to print' },
        ],
      },
    ],
  },
  {
    title: 'To show and to keep to',
    things: [
      {
        id: 'timetable',
        title: 'Timetable',
        line: 'Milestones, actions and reviews by date; what has no date yet and who was asked. The calendar file goes into Outlook and phones.',
        forms: [
          { file: 'timetable.docx', opens: 'Word, the annex' },
          { file: 'timetable.xlsx', opens: 'Excel' },
          { file: 'timetable.csv', opens: 'any spreadsheet' },
          { file: 'timetable.ics', opens: 'calendars' },
          { file: 'timetable.svg', opens: 'picture' },
        ],
      },
      {
        id: 'new-actions',
        title: 'Diagram of the new actions',
        line: 'From the aim by work streams to actions, each once, dashed while something is missing.',
        forms: [
          { file: 'new-actions.svg', opens: 'picture' },
          { file: 'new-actions.docx', opens: 'Word, the annex' },
          { file: 'new-actions.html', opens: 'web page, with the same in words' },
        ],
      },
    ],
  },
  {
    title: 'The whole board',
    things: [
      {
        id: 'board',
        title: 'Everything',
        line: 'To keep, to move to another server, for somebody’s own analysis; or to read from top to bottom.',
        forms: [
          { file: 'board.json', opens: 'JSON, documented' },
          { file: 'board.md', opens: 'plain text' },
        ],
      },
      {
        id: 'archive',
        title: 'All files in one',
        line: 'For a freedom of information request: what may be published, with a list of what was kept back and why. For the record: everything, comments included; facilitators only. Both with checksums.',
        forms: [
          { file: 'release.zip', opens: 'to publish' },
          { file: 'withheld.txt', opens: 'what it keeps back' },
          { file: 'record.zip', opens: 'full record', isFull: true },
        ],
      },
    ],
  },
]
