/** The end of the title of a suite that needs a server where none was found. */
export const notRun = ' (not run: no EventStoreDB was found)';
