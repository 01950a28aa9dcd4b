package io.integrator.webhooks.api;

import io.vertx.core.Future;

/** The contract itself, for whoever wants to read it. */
final class ContractOperations {

    private final Reply yaml;
    private final Reply json;
    private final Reply topics;

    ContractOperations(Contract contract) {
        this.yaml = Reply.ok(contract.yaml(), "application/yaml");
        this.json = Reply.ok(contract.json(), "application/json");
        this.topics = Reply.ok(contract.topics(), "application/yaml");
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("getContractAsYaml", this::yaml)
                .bind("getContractAsJson", this::json)
                .bind("getTopicsAsYaml", this::topics);
    }

    /** {@code getContractAsYaml}. */
    private Future<Reply> yaml(Call call) {
        return Future.succeededFuture(yaml);
    }

    /** {@code getContractAsJson}. */
    private Future<Reply> json(Call call) {
        return Future.succeededFuture(json);
    }

    /** {@code getTopicsAsYaml}. */
    private Future<Reply> topics(Call call) {
        return Future.succeededFuture(topics);
    }
}
