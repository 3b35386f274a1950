namespace OpsAutomation.Core.Records;

/// <summary>Work that must happen after a commit, at least once: start or wake an orchestration, project a list row.</summary>
/// <param name="Kind">What to do: <c>wake</c>, <c>start-run</c>, <c>start-ttl</c>, <c>project</c>, <c>journal</c>.</param>
/// <param name="Key">Unique in its partition; the same work has the same key.</param>
/// <param name="Body">JSON for the one who does it.</param>
public sealed record OutboxItem(string Kind, string Key, string Body);
