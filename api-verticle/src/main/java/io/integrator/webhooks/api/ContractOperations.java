package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** The contract itself, for whoever wants to read it. */
final class ContractOperations {

    private final Reply yaml;
    private final Reply json;
    private final Reply topics;

    ContractOperations(Contract contract) {
        this.yaml = kept(contract.yaml(), "application/yaml");
        this.json = kept(contract.json(), "application/json");
        this.topics = kept(contract.topics(), "application/yaml");
    }

    private static Reply kept(Buffer document, String mediaType) {
        return Reply.ok(document, mediaType).with("Cache-Control", "no-cache");
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
