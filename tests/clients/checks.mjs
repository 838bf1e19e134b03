// What the Node programs here share: a line of JSON for each check, an exit status.

export const assert = (condition, what) => {
  if (!condition) throw new Error(what);
};

/** Run every check, one after the other. Ends the program. */
export async function main(checks) {
  let failed = 0;
  for (const [check, body] of Object.entries(checks)) {
    const started = Date.now();
    let problem = null;
    try {
      await body();
    } catch (error) {
      problem = String(error).slice(0, 400);
      failed = 1;
    }
    console.log(JSON.stringify({ check, problem, seconds: (Date.now() - started) / 1000 }));
  }
  process.exit(failed);
}
