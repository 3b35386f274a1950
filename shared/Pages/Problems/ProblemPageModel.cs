using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Pages.Problems;

/// <summary>Why there is no page, in plain words, without anything that an outsider should not learn.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">Why, in a sentence.</param>
/// <param name="WhatToDo">What the reader can do, in a sentence.</param>
public sealed record ProblemPageModel(PageContext Context, int Status, string Title, string Detail, string WhatToDo)
{
    /// <summary>404: nothing of that kind has this id.</summary>
    public static ProblemPageModel NotFound(PageContext context, string kind, string id) => new(
        context, 404, "Not found", $"There is no {kind} with the id {id}.",
        "Check the address; records that are past their retention are gone.");

    /// <summary>403: the link or the reader is not allowed, with the reason.</summary>
    public static ProblemPageModel Forbidden(PageContext context, string reason) => new(
        context, 403, "Not allowed", reason,
        "Open the newest message about the incident and use its link, or ask a person named there.");
}
