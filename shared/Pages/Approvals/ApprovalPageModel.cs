using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Incidents.Similar;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Pages.Charts;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.Approvals;

/// <summary>The page of one request for approval. Showing it changes nothing; only its form's POST does.</summary>
public sealed record ApprovalPageModel
{
    /// <summary>What every page knows.</summary>
    public required PageContext Context { get; init; }

    /// <summary>The incident.</summary>
    public required Incident Head { get; init; }

    /// <summary>What happened so far.</summary>
    public required IncidentStory Story { get; init; }

    /// <summary>The request.</summary>
    public required ApprovalStory Request { get; init; }

    /// <summary>The pinned playbook, or null where the record is gone.</summary>
    public Playbook? Playbook { get; init; }

    /// <summary>What guardrails said of it.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>Readings of the signal, or null.</summary>
    public SignalSeries? Signal { get; init; }

    /// <summary>Why it was taken for what it is: what the classification went by.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Closed incidents like this one, the nearest first.</summary>
    public IReadOnlyList<SimilarIncident> Similar { get; init; } = [];

    /// <summary>Why this reader may not decide, in a sentence; null when they may.</summary>
    public string? Forbidden { get; init; }

    /// <summary>Why the request no longer takes a decision although nobody decided, in a sentence; null to use the words for its state.</summary>
    public string? ClosedBecause { get; init; }

    /// <summary>Why it is asked again: what is different since the request before; null for the first.</summary>
    public string? WhyAgain { get; init; }

    /// <summary>What has just been recorded, after a post; null otherwise.</summary>
    public string? JustRecorded { get; init; }

    /// <summary>Why a post changed nothing, in a sentence: somebody had decided before, or it came too late; null otherwise.</summary>
    public string? NotRecorded { get; init; }

    /// <summary>The form, shown only while the request is open and the reader may decide.</summary>
    public ApprovalForm? Form { get; init; }

    /// <summary>Where the request stands now.</summary>
    public ApprovalState State => Request.StateAt(Context.Now);

    /// <summary>Whether the form is shown. All must hold: open, allowed, a form, and a plan to look at.</summary>
    public bool TakesDecision => State == ApprovalState.Open && Forbidden is null && Form is not null && Request.Plan is not null;

    /// <summary>Builds the model from an incident's file; null when the journal holds no such request.</summary>
    /// <param name="file">The incident as read.</param>
    /// <param name="approvalId">The request.</param>
    /// <param name="context">What every page knows.</param>
    /// <param name="history">Values of the signal that were read for this page, or null.</param>
    public static ApprovalPageModel? Build(IncidentFile file, string approvalId, PageContext context, IReadOnlyList<SignalSample>? history = null)
    {
        var request = ApprovalStory.Of(file)
            .LastOrDefault(a => string.Equals(a.ApprovalId, approvalId, StringComparison.Ordinal));
        return request is null
            ? null
            : new ApprovalPageModel
            {
                Context = context,
                Head = file.Head,
                Story = IncidentStory.Of(file, context.Now),
                Request = request,
                Playbook = file.Pinned?.Playbook,
                Verdicts = RunState.Of(file).Step(request.StepId).Verdicts,
                WhyAgain = RunState.Of(file).Step(request.StepId).WhyAgain(approvalId),
                Signal = SignalSeries.Of(file.Entries, history),
                Evidence = file.Facts.OfType<Fact.Classified>().LastOrDefault()?.Evidence ?? [],
            };
    }
}
