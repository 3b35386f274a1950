using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>Why a request was not read.</summary>
/// <param name="Status">The HTTP status to answer: 400, 413 or 415.</param>
/// <param name="Field">Where the problem is: <c>body</c>, <c>Content-Type</c>, or a path inside the body.</param>
/// <param name="Message">What is wrong and what is expected; contains nothing of the body but names and positions.</param>
public sealed record IntakeProblem(int Status, string Field, string Message);

/// <summary>A body as JSON, or the problem.</summary>
/// <param name="Body">The root; undefined when there is a problem.</param>
/// <param name="Problem">The problem, or null.</param>
public sealed record IntakeReading(JsonElement Body, IntakeProblem? Problem)
{
    internal static IntakeReading Refuse(int status, string field, string message) => new(default, new IntakeProblem(status, field, message));
}
